import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { HubBlobsLeft, HubModelChanged } from '../../domain/events.js';
import { Samples } from '../../domain/samples/samples.js';
import { type Changer, requireTidy } from '../../domain/versions/rights.js';
import { hubSubject } from '../../domain/versions/subjects.js';
import { HoldVersion } from './hold-version.js';

/** Samples that are shown no longer, whoever made them. */
@Injectable()
export class RemoveSample {
  constructor(
    private readonly samples: Samples,
    private readonly hold: HoldVersion,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection HUB_FILE_NOT_FOUND, HUB_NOT_YOURS */
  async run(who: Changer, sampleId: string): Promise<void> {
    const sample = await this.samples.byId(sampleId);
    if (!sample) throw new Rejection('HUB_FILE_NOT_FOUND');
    await this.hold.run(sample.versionId, async (_version, model) => {
      requireTidy(who, model);
      await this.samples.remove(sampleId);
      this.unitOfWork.touch(hubSubject(model.id));
      this.unitOfWork.announce(new HubModelChanged(model.id));
      this.unitOfWork.announce(new HubBlobsLeft([sample.sha256, ...(sample.smallSha256 ? [sample.smallSha256] : [])]));
    });
  }
}
