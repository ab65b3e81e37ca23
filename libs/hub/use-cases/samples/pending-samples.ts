import { Injectable } from '@nestjs/common';
import { isRejection, UnitOfWork } from '@visionary/kernel';
import { HubModelChanged } from '../../domain/events.js';
import { Samples } from '../../domain/samples/samples.js';
import { HubLimits } from '../../domain/versions/limits.js';
import { LockVersion } from './lock-version.js';

/** How many samples of a version are still to be rendered: its page shows their places. */
@Injectable()
export class PendingSamples {
  constructor(
    private readonly samples: Samples,
    private readonly hold: LockVersion,
    private readonly limits: HubLimits,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  get atMost(): number {
    return this.limits.samplesPerVersion;
  }

  async set(versionId: string, toCome: number): Promise<void> {
    try {
      await this.hold.run(versionId, async ({ modelId }) => {
        if (await this.samples.setToCome(versionId, toCome)) this.unitOfWork.publish(new HubModelChanged(modelId));
      });
    } catch (error) {
      if (!isRejection(error, 'HUB_VERSION_NOT_FOUND')) throw error;
    }
  }
}
