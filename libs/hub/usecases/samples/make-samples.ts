import { Injectable } from '@nestjs/common';
import { isRejection } from '@visionary/kernel';
import { SampleFiles } from '../../domain/samples/sample-files.js';
import { Samples, type Unsampled } from '../../domain/samples/samples.js';
import { HoldVersion } from './hold-version.js';
import { KeepSample } from './keep-sample.js';
import { SamplesToCome } from './samples-to-come.js';

/** For whoever can render: which versions wait for pictures, and what was rendered for them. */
@Injectable()
export class MakeSamples {
  constructor(
    private readonly samples: Samples,
    private readonly files: SampleFiles,
    private readonly hold: HoldVersion,
    private readonly keepSample: KeepSample,
    private readonly rest: SamplesToCome,
  ) {}

  /** Those that wait longest first. */
  waiting(limit: number): Promise<Unsampled[]> {
    return this.samples.unsampled(limit);
  }

  /** Again it keeps nothing twice; of a version that is gone it keeps nothing. */
  async keep(
    versionId: string,
    picture: Uint8Array,
    { takeId, prompt, level: known }: { takeId: string; prompt: string; level: 'adult' | null },
  ): Promise<void> {
    const file = await this.files.of(picture);
    try {
      await this.files.hold(file, (sha256) =>
        this.hold.run(versionId, async (version) => {
          const { width, height } = file;
          const level = known ?? file.level;
          await this.keepSample.run(version, { sha256, width, height, level, prompt, takeId }, this.rest.atMost);
        }),
      );
    } catch (error) {
      // Its maker chose as many meanwhile, or took it away, or it is for nobody. Where nobody could look, it is asked again.
      if (!isRejection(error) || isRejection(error, 'SAFETY_CHECK_AWAY')) throw error;
    }
  }

  /** So many are still to come. */
  toCome(versionId: string, samples: number): Promise<void> {
    return this.rest.set(versionId, samples);
  }
}
