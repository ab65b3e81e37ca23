import { SampleFiles } from './domain/samples/sample-files.js';
import { Samples } from './domain/samples/samples.js';
import { SqlSamples } from './storage/samples/sql-samples.js';
import { UploadSample } from './use-cases/samples/upload-sample.js';
import { LockVersion } from './use-cases/samples/lock-version.js';
import { StoreSample } from './use-cases/samples/store-sample.js';
import { SampleProduction } from './use-cases/samples/sample-production.js';
import { ModelRatingRules } from './use-cases/samples/model-rating-rules.js';
import { RemoveSample } from './use-cases/samples/remove-sample.js';
import { PendingSamples } from './use-cases/samples/pending-samples.js';
import { SampleThumbnail } from './use-cases/samples/sample-thumbnail.js';
import { BlobSampleFiles } from './api/samples/blob-sample-files.js';
import { SamplesController } from './api/samples/samples.controller.js';
import { SampleImages } from './api/samples/sample-images.js';

/** Images that show what a version can do. */
export const samples = {
  controllers: [SamplesController],
  providers: [
    { provide: Samples, useClass: SqlSamples },
    { provide: SampleFiles, useClass: BlobSampleFiles },
    ...[
      UploadSample,
      LockVersion,
      StoreSample,
      SampleProduction,
      ModelRatingRules,
      RemoveSample,
      PendingSamples,
      SampleImages,
      SampleThumbnail,
    ],
  ],
  exports: [SampleProduction],
};
