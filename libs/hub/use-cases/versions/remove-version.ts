import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { HubBlobsReleased, HubModelChanged, HubModelRemoved, VersionWithdrawn } from '../../domain/events.js';
import { type HubModel, type Version, Versions } from '../../domain/version.js';
import { HubPages } from '../../domain/versions/hub-pages.js';
import { type ModelActor, requireModifyRight } from '../../domain/versions/rights.js';
import { ModelRepository } from '../../domain/versions/model-repository.js';
import { HUB_CACHE_TAG, modelCacheTag } from '../../domain/versions/cache-tags.js';
import { refKeyOf } from './name-keys.js';

/** Takes a version away for good, with its files; a model goes with its last one. Images made with it stay. */
@Injectable()
export class RemoveVersion {
  constructor(
    private readonly versions: Versions,
    private readonly pages: HubPages,
    private readonly modelRepository: ModelRepository,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection HUB_VERSION_NOT_FOUND, HUB_NOT_CREATOR */
  async run(who: ModelActor, versionId: string): Promise<void> {
    const modelId = (await this.versions.byId(versionId))?.modelId;
    if (modelId === undefined) throw new Rejection('HUB_VERSION_NOT_FOUND');
    const work = async () => {
      const model = await this.modelRepository.lockModel(modelId);
      const version = await this.versions.byId(versionId);
      if (!version) throw new Rejection('HUB_VERSION_NOT_FOUND');
      requireModifyRight(who, model);
      await this.take(model, version);
      await this.settle(model);
    };
    await this.unitOfWork.run(work, [HUB_CACHE_TAG, modelCacheTag(modelId)]);
  }

  /** Inside a transaction that holds the model. */
  async take(model: HubModel, version: Version): Promise<void> {
    const keys = await this.modelRepository.removeVersion(version, refKeyOf(model.name, version.label));
    this.unitOfWork.publish(new VersionWithdrawn(version, model.kind, 'removed'));
    this.unitOfWork.publish(new HubBlobsReleased(keys));
  }

  /** Inside a transaction that holds the model, after versions have gone. */
  async settle({ id }: HubModel): Promise<void> {
    if ((await this.pages.ofModel(id)).length > 0) {
      await this.modelRepository.reindex(id);
      this.unitOfWork.publish(new HubModelChanged(id));
      return;
    }
    await this.modelRepository.removeModel(id);
    this.unitOfWork.publish(new HubModelRemoved(id));
  }
}
