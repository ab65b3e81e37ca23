import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { CheckForm } from '@visionary/safety';
import { HubModelChanged, VersionWithdrawn } from '../../domain/events.js';
import { type HubModel, type Version, Versions } from '../../domain/version.js';
import { type ModelActor, isCreator, requireModifyRight } from '../../domain/versions/rights.js';
import { ModelRepository, type VersionChanges } from '../../domain/versions/model-repository.js';
import { HUB_CACHE_TAG, modelCacheTag } from '../../domain/versions/cache-tags.js';
import { CHECKED_VERSION_FIELDS } from '../../domain/versions/checked-fields.js';

export type VersionOrder = VersionChanges & { readonly state?: 'published' | 'unpublished' };

/** What a creator says of one version; and taking it back, or showing it again. Moderators take back, too, and keep it so. */
@Injectable()
export class ChangeVersion {
  constructor(
    private readonly versions: Versions,
    private readonly modelRepository: ModelRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly fields: CheckForm,
  ) {}

  /**
   * @returns the id of its model
   * @throws Rejection HUB_VERSION_NOT_FOUND, HUB_NOT_CREATOR, HUB_TAKEN_DOWN, GENERATION_MODEL_QUARANTINED, SAFETY_BLOCKED_TERMS
   */
  async run(who: ModelActor, versionId: string, { state, ...wanted }: VersionOrder): Promise<string> {
    const modelId = (await this.versions.byId(versionId))?.modelId;
    if (modelId === undefined) throw new Rejection('HUB_VERSION_NOT_FOUND');
    const { fields: changes, flag } = await this.fields.run<VersionChanges>(CHECKED_VERSION_FIELDS, wanted);
    const work = async () => {
      const model = await this.modelRepository.lockModel(modelId);
      const version = await this.versions.byId(versionId);
      if (!version) throw new Rejection('HUB_VERSION_NOT_FOUND');
      requireModifyRight(who, model);
      if (Object.keys(changes).length > 0) {
        if (!isCreator(who, model)) throw new Rejection('HUB_NOT_CREATOR');
        await this.modelRepository.changeVersion(versionId, changes);
      }
      if (state !== undefined && state !== version.state) await this.show(who, model, version, state);
      await this.modelRepository.reindex(modelId);
      await flag({ kind: 'model', id: modelId });
      this.unitOfWork.publish(new HubModelChanged(modelId));
    };
    await this.unitOfWork.run(work, [HUB_CACHE_TAG, modelCacheTag(modelId)]);
    return modelId;
  }

  private async show(who: ModelActor, model: HubModel, version: Version, state: 'published' | 'unpublished') {
    if (version.state === 'quarantined') throw new Rejection('GENERATION_MODEL_QUARANTINED');
    if (state === 'published' && version.isWithheld && !who.isModerator) throw new Rejection('HUB_TAKEN_DOWN');
    await this.modelRepository.setState(version.id, state, state === 'unpublished' && !isCreator(who, model));
    if (state === 'unpublished') {
      this.unitOfWork.publish(new VersionWithdrawn(version, model.kind, 'unpublished'));
    }
  }
}
