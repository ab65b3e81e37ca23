import { Injectable } from '@nestjs/common';
import { isRejection } from '@visionary/kernel';
import { SampleFiles } from '../../domain/samples/sample-files.js';
import { Samples, type VersionNeedingSamples } from '../../domain/samples/samples.js';
import { LockVersion } from './lock-version.js';
import { StoreSample } from './store-sample.js';
import { PendingSamples } from './pending-samples.js';

/** For whoever can render: which versions wait for images, and what was rendered for them. */
@Injectable()
export class SampleProduction {
  constructor(
    private readonly samples: Samples,
    private readonly files: SampleFiles,
    private readonly hold: LockVersion,
    private readonly storeSample: StoreSample,
    private readonly rest: PendingSamples,
  ) {}

  /** Those that wait longest first. */
  waiting(limit: number): Promise<VersionNeedingSamples[]> {
    return this.samples.unsampled(limit);
  }

  /** Again it keeps nothing twice; of a version that is gone it keeps nothing. */
  async store(
    versionId: string,
    image: Uint8Array,
    { takeId, prompt, level: known }: { takeId: string; prompt: string; level: 'adult' | null },
  ): Promise<void> {
    const file = await this.files.of(image);
    try {
      await this.files.hold(file, (sha256) =>
        this.hold.run(versionId, async (version) => {
          const { width, height } = file;
          const level = known ?? file.level;
          await this.storeSample.run(version, { sha256, width, height, level, prompt, takeId }, this.rest.atMost);
        }),
      );
    } catch (error) {
      // Its creator chose as many meanwhile, or took it away, or it is for nobody. Where nobody could look, it is asked again.
      if (!isRejection(error) || isRejection(error, 'SAFETY_CHECK_UNAVAILABLE')) throw error;
    }
  }

  /** So many are still to come. */
  toCome(versionId: string, samples: number): Promise<void> {
    return this.rest.set(versionId, samples);
  }
}
