import { Injectable } from '@nestjs/common';
import { LIMITS } from '@visionary/contract';
import { Clock, Ids, Rejection, UnitOfWork } from '@visionary/kernel';
import { HubBlobsReleased, HubModelChanged } from '../../domain/events.js';
import type { NewSample, Sample } from '../../domain/samples.js';
import { type HubModel, type Version } from '../../domain/version.js';
import { Versions } from '../../storage/versions.js';
import { HUB_CACHE_TAG, modelCacheTag } from '../../domain/versions/cache-tags.js';
import { type ModelActor, requireCreator } from '../../domain/versions/rights.js';
import { SqlModelRepository } from '../../storage/versions/sql-model-repository.js';
import { Samples } from '../../storage/samples/sql-samples.js';
import { SampleFiles } from '../../storage/samples/sample-files.js';

export type NewSampleImage = Pick<NewSample, 'sha256' | 'width' | 'height' | 'prompt' | 'checkedRating' | 'takeId'>;

/** Samples of versions. */
@Injectable()
export class SamplesService {
  constructor(
    private readonly samples: Samples,
    private readonly files: SampleFiles,
    private readonly versions: Versions,
    private readonly modelRepository: SqlModelRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** @throws Rejection HUB_VERSION_NOT_FOUND, HUB_NOT_CREATOR, HUB_TOO_MANY_SAMPLES, and as SampleFiles */
  async upload(actor: ModelActor, versionId: string, image: Uint8Array): Promise<Sample> {
    await this.requireCanUpload(actor, versionId);
    const file = await this.files.reencode(image, actor.id);
    return this.files.hold(file, (sha256) =>
      this.withLockedVersion(versionId, (version, model) => {
        requireCreator(actor, model);
        const { width, height, checkedRating } = file;
        return this.add(version, { sha256, width, height, checkedRating, prompt: '', takeId: null });
      }),
    );
  }

  /** Checked before the image is read. @throws Rejection HUB_VERSION_NOT_FOUND, HUB_NOT_CREATOR, HUB_TOO_MANY_SAMPLES */
  async requireCanUpload(actor: ModelActor, versionId: string): Promise<void> {
    const version = await this.versions.byId(versionId);
    if (!version) throw new Rejection('HUB_VERSION_NOT_FOUND');
    requireCreator(actor, await this.versions.modelById(version.modelId));
    await this.requireSpace(versionId);
  }

  /** @throws Rejection HUB_FILE_NOT_FOUND, HUB_NOT_CREATOR */
  async remove(actor: ModelActor, sampleId: string): Promise<void> {
    const sample = await this.samples.byId(sampleId);
    if (!sample) throw new Rejection('HUB_FILE_NOT_FOUND');
    await this.withLockedVersion(sample.versionId, async (_version, model) => {
      requireCreator(actor, model);
      await this.samples.remove(sampleId);
      this.unitOfWork.invalidate(modelCacheTag(model.id));
      this.unitOfWork.publish(new HubModelChanged(model.id, true));
      this.unitOfWork.publish(
        new HubBlobsReleased([sample.sha256, ...(sample.thumbnailSha256 ? [sample.thumbnailSha256] : [])]),
      );
    });
  }

  /**
   * Must run inside a transaction that locks the model. Raises the model's rating to the sample's.
   * @throws Rejection HUB_TOO_MANY_SAMPLES
   */
  async add(
    version: { readonly id: string; readonly modelId: string },
    { takeId, ...image }: NewSampleImage,
  ): Promise<Sample> {
    await this.requireSpace(version.id);
    const sample: NewSample = {
      id: this.ids.next(),
      versionId: version.id,
      ...image,
      isUploaded: takeId === null,
      takeId,
      at: this.clock.now(),
    };
    await this.samples.add(sample);
    const isRatingRaised =
      sample.checkedRating !== null &&
      (await this.modelRepository.raiseMinimumRating(version.modelId, sample.checkedRating));
    if (isRatingRaised) this.unitOfWork.invalidate(HUB_CACHE_TAG);
    this.unitOfWork.invalidate(modelCacheTag(version.modelId));
    this.unitOfWork.publish(new HubModelChanged(version.modelId, !isRatingRaised));
    return { ...sample, thumbnailSha256: null };
  }

  /** Runs a transaction that locks the version's model. @throws Rejection HUB_VERSION_NOT_FOUND */
  async withLockedVersion<T>(versionId: string, work: (version: Version, model: HubModel) => Promise<T>): Promise<T> {
    const modelId = (await this.versions.byId(versionId))?.modelId;
    if (modelId === undefined) throw new Rejection('HUB_VERSION_NOT_FOUND');
    const locked = async () => {
      const model = await this.modelRepository.lockModel(modelId);
      const version = model && (await this.versions.byId(versionId));
      if (!version) throw new Rejection('HUB_VERSION_NOT_FOUND');
      return work(version, model);
    };
    return this.unitOfWork.run(locked, [modelCacheTag(modelId)]);
  }

  private async requireSpace(versionId: string): Promise<void> {
    const max = LIMITS.samplesPerVersion;
    const samples = await this.samples.ofVersions([versionId]);
    if (samples.length >= max) throw new Rejection('HUB_TOO_MANY_SAMPLES', { max });
  }
}
