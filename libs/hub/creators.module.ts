import { ModelCredits } from './domain/model-credits.js';
import { PublishedVersions } from './domain/published-versions.js';
import { SqlModelCredits } from './storage/sql-model-credits.js';
import { SqlPublishedVersions } from './storage/sql-published-versions.js';
import { ModelCreators } from './use-cases/creators.js';
import { QuarantineVersion } from './use-cases/quarantine-version.js';
import { CreditAccountHandler } from './api/credit-account-handler.js';

/** Credits of creators, and published versions for other slices. */
export const creators = {
  controllers: [],
  providers: [
    { provide: ModelCredits, useClass: SqlModelCredits },
    { provide: PublishedVersions, useClass: SqlPublishedVersions },
    ModelCreators,
    QuarantineVersion,
    CreditAccountHandler,
  ],
  exports: [ModelCredits, ModelCreators, PublishedVersions, QuarantineVersion],
};
