import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { VersionWithdrawn } from '../../domain/events.js';
import type { HubModel } from '../../domain/version.js';
import { HubPages } from '../../domain/versions/hub-pages.js';
import { type ModelActor, requireModifyRight } from '../../domain/versions/rights.js';
import { ModelRepository } from '../../domain/versions/model-repository.js';
import { HUB_CACHE_TAG, modelCacheTag } from '../../domain/versions/cache-tags.js';
import { RemoveVersion } from './remove-version.js';

/**
 * Takes a model away with all its versions. First nobody can choose it any more, then one version goes after the other, each in
 * a short transaction: whatever ends that between two of them leaves a model that its creator sees, and can take away again.
 */
@Injectable()
export class RemoveModel {
  constructor(
    private readonly pages: HubPages,
    private readonly modelRepository: ModelRepository,
    private readonly removeVersion: RemoveVersion,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection HUB_MODEL_NOT_FOUND, HUB_NOT_CREATOR */
  async run(who: ModelActor, modelId: string): Promise<void> {
    const subjects = [HUB_CACHE_TAG, modelCacheTag(modelId)];
    await this.unitOfWork.run(async () => {
      const model = await this.modelRepository.lockModel(modelId);
      requireModifyRight(who, model);
      await this.hide(model);
    }, subjects);
    for (let more = true; more;) {
      more = await this.unitOfWork.run(() => this.takeOne(modelId), subjects);
    }
  }

  /** Inside the transaction that deletes its creator's account. */
  async wholly(modelId: string): Promise<void> {
    this.unitOfWork.invalidate(HUB_CACHE_TAG, modelCacheTag(modelId));
    while (await this.takeOne(modelId));
  }

  private async hide({ id, kind }: HubModel): Promise<void> {
    for (const version of await this.pages.ofModel(id)) {
      if (version.state !== 'published') continue;
      await this.modelRepository.setState(version.id, 'unpublished', version.isWithheld);
      this.unitOfWork.publish(new VersionWithdrawn(version, kind, 'removed'));
    }
    await this.modelRepository.reindex(id);
  }

  /** @returns whether there is more of it */
  private async takeOne(modelId: string): Promise<boolean> {
    const model = await this.modelRepository.lockModel(modelId);
    if (!model) return false;
    const [version, ...others] = await this.pages.ofModel(modelId);
    if (version) await this.removeVersion.take(model, version);
    if (others.length > 0) return true;
    await this.removeVersion.settle(model);
    return false;
  }
}
