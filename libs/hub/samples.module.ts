import { SampleProduction } from './use-cases/samples/sample-production.js';
import { SampleThumbnail } from './use-cases/samples/sample-thumbnail.js';
import { SamplesService } from './use-cases/samples/samples.service.js';
import { SamplesController } from './api/samples/samples.controller.js';
import { Samples } from './storage/samples/sql-samples.js';
import { SampleFiles } from './storage/samples/sample-files.js';

/** Example images of versions. */
export const samples = {
  controllers: [SamplesController],
  providers: [Samples, SampleFiles, SamplesService, SampleProduction, SampleThumbnail],
  exports: [SampleProduction],
};
