import { Injectable } from '@nestjs/common';
import { isRejection, UnitOfWork } from '@visionary/kernel';
import { HubModelChanged } from '../../domain/events.js';
import type { VersionNeedingSamples } from '../../domain/samples.js';
import { SamplesService } from './samples.service.js';
import { Samples } from '../../storage/samples/sql-samples.js';
import { SampleFiles } from '../../storage/samples/sample-files.js';

/** Lets the generation slice render samples. */
@Injectable()
export class SampleProduction {
  constructor(
    private readonly samples: Samples,
    private readonly files: SampleFiles,
    private readonly samplesService: SamplesService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Longest waiting first. */
  versionsNeedingSamples(limit: number): Promise<VersionNeedingSamples[]> {
    return this.samples.versionsNeedingSamples(limit);
  }

  /** Idempotent by `takeId`. Stores nothing for a removed version. @throws Rejection SAFETY_CHECK_UNAVAILABLE, to retry */
  async store(
    versionId: string,
    image: Uint8Array,
    { takeId, prompt, level }: { takeId: string; prompt: string; level: 'adult' | null },
  ): Promise<void> {
    const file = await this.files.reencode(image);
    try {
      await this.files.hold(file, (sha256) =>
        this.samplesService.withLockedVersion(versionId, async (version) => {
          const { width, height } = file;
          const checkedRating = level ?? file.checkedRating;
          await this.samplesService.add(version, { sha256, width, height, checkedRating, prompt, takeId });
        }),
      );
    } catch (error) {
      // The creator uploaded enough samples or removed the version, or the image was rejected.
      if (!isRejection(error) || isRejection(error, 'SAFETY_CHECK_UNAVAILABLE')) throw error;
    }
  }

  /** Sets the number of samples that are still to be rendered. */
  async setPending(versionId: string, samples: number): Promise<void> {
    try {
      await this.samplesService.withLockedVersion(versionId, async ({ modelId }) => {
        if (await this.samples.setPending(versionId, samples)) {
          this.unitOfWork.publish(new HubModelChanged(modelId, true));
        }
      });
    } catch (error) {
      if (!isRejection(error, 'HUB_VERSION_NOT_FOUND')) throw error;
    }
  }
}
