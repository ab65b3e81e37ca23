import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { HubBlobsLeft, HubModelChanged } from '../../domain/events.js';
import { SampleFiles } from '../../domain/samples/sample-files.js';
import { type Sample, Samples } from '../../domain/samples/samples.js';
import { Versions } from '../../domain/version.js';
import { type Changer, requireMaker, requireTidy } from '../../domain/versions/rights.js';
import { hubSubject } from '../../domain/versions/subjects.js';
import { HoldVersion } from './hold-version.js';
import { KeepSample } from './keep-sample.js';

/** Pictures that a maker chose to show a version by. */
@Injectable()
export class ChooseSample {
  constructor(
    private readonly files: SampleFiles,
    private readonly samples: Samples,
    private readonly versions: Versions,
    private readonly hold: HoldVersion,
    private readonly keep: KeepSample,
  ) {}

  /** @throws Rejection HUB_VERSION_NOT_FOUND, HUB_NOT_YOURS, HUB_TOO_MANY_SAMPLES, and as SampleFiles */
  async add(who: Changer, versionId: string, picture: Uint8Array, atMost: number): Promise<Sample> {
    await this.requireSpace(who, versionId, atMost);
    const file = await this.files.of(picture);
    return this.files.hold(file, (sha256) =>
      this.hold.run(versionId, (version, model) => {
        requireMaker(who, model);
        const { width, height } = file;
        return this.keep.run(version, { sha256, width, height, prompt: '', takeId: null }, atMost);
      }),
    );
  }

  /** Before a picture is read in vain. @throws Rejection as `add` */
  async requireSpace(who: Changer, versionId: string, atMost: number): Promise<void> {
    const version = await this.versions.byId(versionId);
    if (!version) throw new Rejection('HUB_VERSION_NOT_FOUND');
    requireMaker(who, await this.versions.modelById(version.modelId));
    const kept = (await this.samples.ofVersions([versionId])).length;
    if (kept >= atMost) throw new Rejection('HUB_TOO_MANY_SAMPLES', { max: atMost });
  }
}

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
      this.unitOfWork.announce(new HubBlobsLeft([sample.sha256]));
    });
  }
}
