import { SampleFiles } from './domain/samples/sample-files.js';
import { Samples } from './domain/samples/samples.js';
import { SqlSamples } from './storage/samples/sql-samples.js';
import { ChooseSample } from './usecases/samples/choose-sample.js';
import { HoldVersion } from './usecases/samples/hold-version.js';
import { KeepSample } from './usecases/samples/keep-sample.js';
import { MakeSamples } from './usecases/samples/make-samples.js';
import { ModelLevels } from './usecases/samples/model-levels.js';
import { RemoveSample } from './usecases/samples/remove-sample.js';
import { SamplesToCome } from './usecases/samples/samples-to-come.js';
import { SmallSample } from './usecases/samples/small-sample.js';
import { BlobSampleFiles } from './wire/samples/blob-sample-files.js';
import { SamplesController } from './wire/samples/samples.controller.js';
import { ShownSamples } from './wire/samples/shown-samples.js';

/** Pictures that show what a version can do. */
export const samples = {
  controllers: [SamplesController],
  providers: [
    { provide: Samples, useClass: SqlSamples },
    { provide: SampleFiles, useClass: BlobSampleFiles },
    ...[
      ChooseSample,
      HoldVersion,
      KeepSample,
      MakeSamples,
      ModelLevels,
      RemoveSample,
      SamplesToCome,
      ShownSamples,
      SmallSample,
    ],
  ],
  exports: [MakeSamples],
};
