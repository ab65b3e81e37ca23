import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { type HubModel, type Version, Versions } from '../../domain/version.js';
import { ModelRepository } from '../../domain/versions/model-repository.js';
import { modelCacheTag } from '../../domain/versions/cache-tags.js';

/** A transaction in which nobody else changes a version's model. */
@Injectable()
export class LockVersion {
  constructor(
    private readonly versions: Versions,
    private readonly modelRepository: ModelRepository,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection HUB_VERSION_NOT_FOUND */
  async run<T>(versionId: string, work: (version: Version, model: HubModel) => Promise<T>): Promise<T> {
    const modelId = (await this.versions.byId(versionId))?.modelId;
    if (modelId === undefined) throw new Rejection('HUB_VERSION_NOT_FOUND');
    const held = async () => {
      const model = await this.modelRepository.lockModel(modelId);
      const version = model && (await this.versions.byId(versionId));
      if (!version) throw new Rejection('HUB_VERSION_NOT_FOUND');
      return work(version, model);
    };
    return this.unitOfWork.run(held, [modelCacheTag(modelId)]);
  }
}
