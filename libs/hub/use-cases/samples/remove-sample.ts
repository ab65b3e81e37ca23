import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { HubBlobsReleased, HubModelChanged } from '../../domain/events.js';
import { Samples } from '../../domain/samples/samples.js';
import { type ModelActor, requireModifyRight } from '../../domain/versions/rights.js';
import { modelCacheTag } from '../../domain/versions/cache-tags.js';
import { LockVersion } from './lock-version.js';

/** Samples that are shown no longer, whoever made them. */
@Injectable()
export class RemoveSample {
  constructor(
    private readonly samples: Samples,
    private readonly hold: LockVersion,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection HUB_FILE_NOT_FOUND, HUB_NOT_CREATOR */
  async run(who: ModelActor, sampleId: string): Promise<void> {
    const sample = await this.samples.byId(sampleId);
    if (!sample) throw new Rejection('HUB_FILE_NOT_FOUND');
    await this.hold.run(sample.versionId, async (_version, model) => {
      requireModifyRight(who, model);
      await this.samples.remove(sampleId);
      this.unitOfWork.invalidate(modelCacheTag(model.id));
      this.unitOfWork.publish(new HubModelChanged(model.id));
      this.unitOfWork.publish(
        new HubBlobsReleased([sample.sha256, ...(sample.smallSha256 ? [sample.smallSha256] : [])]),
      );
    });
  }
}
