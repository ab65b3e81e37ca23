import { SampleFiles, Samples } from './domain/samples.js';
import { SqlSamples } from './storage/samples/sql-samples.js';
import { SampleProduction } from './use-cases/samples/sample-production.js';
import { SampleThumbnail } from './use-cases/samples/sample-thumbnail.js';
import { SamplesService } from './use-cases/samples/samples.service.js';
import { BlobSampleFiles } from './api/samples/blob-sample-files.js';
import { SamplesController } from './api/samples/samples.controller.js';

/** Example images of versions. */
export const samples = {
  controllers: [SamplesController],
  providers: [
    { provide: Samples, useClass: SqlSamples },
    { provide: SampleFiles, useClass: BlobSampleFiles },
    SamplesService,
    SampleProduction,
    SampleThumbnail,
  ],
  exports: [SampleProduction],
};
