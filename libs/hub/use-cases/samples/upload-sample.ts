import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { SampleFiles } from '../../domain/samples/sample-files.js';
import { type Sample, Samples } from '../../domain/samples/samples.js';
import { Versions } from '../../domain/version.js';
import { type ModelActor, requireCreator } from '../../domain/versions/rights.js';
import { LockVersion } from './lock-version.js';
import { StoreSample } from './store-sample.js';

/** Images that a creator chose to show a version by. */
@Injectable()
export class UploadSample {
  constructor(
    private readonly files: SampleFiles,
    private readonly samples: Samples,
    private readonly versions: Versions,
    private readonly hold: LockVersion,
    private readonly store: StoreSample,
  ) {}

  /** @throws Rejection HUB_VERSION_NOT_FOUND, HUB_NOT_CREATOR, HUB_TOO_MANY_SAMPLES, and as SampleFiles */
  async add(who: ModelActor, versionId: string, image: Uint8Array, atMost: number): Promise<Sample> {
    await this.requireSpace(who, versionId, atMost);
    const file = await this.files.of(image);
    return this.files.hold(file, (sha256) =>
      this.hold.run(versionId, (version, model) => {
        requireCreator(who, model);
        const { width, height, level } = file;
        return this.store.run(version, { sha256, width, height, level, prompt: '', takeId: null }, atMost);
      }),
    );
  }

  /** Before an image is read in vain. @throws Rejection as `add` */
  async requireSpace(who: ModelActor, versionId: string, atMost: number): Promise<void> {
    const version = await this.versions.byId(versionId);
    if (!version) throw new Rejection('HUB_VERSION_NOT_FOUND');
    requireCreator(who, await this.versions.modelById(version.modelId));
    const kept = (await this.samples.ofVersions([versionId])).length;
    if (kept >= atMost) throw new Rejection('HUB_TOO_MANY_SAMPLES', { max: atMost });
  }
}
