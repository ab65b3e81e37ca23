import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { SampleFiles } from '../../domain/samples/sample-files.js';
import { type Sample, Samples } from '../../domain/samples/samples.js';
import { Versions } from '../../domain/version.js';
import { type Changer, requireMaker } from '../../domain/versions/rights.js';
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
        const { width, height, level } = file;
        return this.keep.run(version, { sha256, width, height, level, prompt: '', takeId: null }, atMost);
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
