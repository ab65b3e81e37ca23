import { ModelImageCounts } from './domain/model-usage/model-image-counts.js';
import { SqlModelImageCounts } from './storage/model-usage/sql-model-image-counts.js';
import { CountModelImages } from './use-cases/model-usage/count-model-images.js';
import { LocalDuplicates } from './use-cases/model-usage/local-duplicates.js';
import { ModelImageCounter } from './api/model-usage/model-image-counter.js';

/** How much of what is in the feed was made with what users share in the hub. */
export const uses = {
  controllers: [],
  providers: [
    { provide: ModelImageCounts, useClass: SqlModelImageCounts },
    CountModelImages,
    ModelImageCounter,
    LocalDuplicates,
  ],
};
