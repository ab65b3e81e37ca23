import { ModelCredits } from './domain/model-credits.js';
import { SqlModelCredits } from './storage/sql-model-credits.js';
import { ModelCreators } from './use-cases/creators.js';
import { CreditAccountHandler } from './api/credit-account-handler.js';
import { ModelsExporter } from './api/models-exporter.js';

/** Who made which models and LoRAs. */
export const creators = {
  controllers: [],
  providers: [
    { provide: ModelCredits, useClass: SqlModelCredits },
    ModelCreators,
    CreditAccountHandler,
    ModelsExporter,
  ],
  exports: [ModelCredits, ModelCreators],
};
