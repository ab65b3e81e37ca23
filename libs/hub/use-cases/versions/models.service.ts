import { Injectable } from '@nestjs/common';
import { type ContentRating, CONTENT_RATINGS, stricterRating } from '@visionary/contract';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { CasesService, CheckForm } from '@visionary/safety';
import { HubBlobsReleased, HubModelChanged, HubModelRemoved, VersionWithdrawn } from '../../domain/events.js';
import { type VersionUsage, VersionUsageRegistry } from '../../domain/registries.js';
import { type HubModel, type Version } from '../../domain/version.js';
import { Versions } from '../../storage/versions.js';
import { HUB_CACHE_TAG, modelCacheTag } from '../../domain/versions/cache-tags.js';
import type { ModelChanges, VersionChanges } from '../../domain/versions/model-changes.js';
import { isCreator, type ModelActor, requireCreator, requireModifyRight } from '../../domain/versions/rights.js';
import { SqlModelRepository } from '../../storage/versions/sql-model-repository.js';
import { refKeyOf } from './name-keys.js';
import { Samples } from '../../storage/samples/sql-samples.js';
import { HubPages } from '../../storage/versions/sql-hub-pages.js';

export type VersionUpdate = VersionChanges & { readonly state?: 'published' | 'unpublished' };

const CHECKED_MODEL_CHANGES = { titles: ['description', 'licenseText', 'tags'] } as const;
const CHECKED_VERSION_CHANGES = { titles: ['notes', 'baseModelName'], prompts: ['triggerWords'] } as const;

/** Changes and removes models and versions. */
@Injectable()
export class ModelsService {
  constructor(
    private readonly versions: Versions,
    private readonly pages: HubPages,
    private readonly samples: Samples,
    private readonly modelRepository: SqlModelRepository,
    private readonly usageRegistry: VersionUsageRegistry,
    private readonly checkForm: CheckForm,
    private readonly cases: CasesService,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * Only the creator can change a model. The name can't be changed.
   * @throws Rejection HUB_MODEL_NOT_FOUND, HUB_NOT_CREATOR, HUB_CONTENT_RATING_TOO_LOW { atLeast }, SAFETY_BLOCKED_TERMS,
   *   HUB_DRAFT_INCOMPLETE for a custom license without text
   */
  async updateModel(actor: ModelActor, modelId: string, input: ModelChanges): Promise<void> {
    const { fields: changes, flag } = await this.checkForm.run<ModelChanges>(CHECKED_MODEL_CHANGES, input);
    const work = async () => {
      const model = await this.modelRepository.lockModel(modelId);
      requireCreator(actor, model);
      const { license, licenseText } = { ...model, ...changes };
      if (license === 'other' && licenseText.trim() === '') {
        throw new Rejection('HUB_DRAFT_INCOMPLETE', { field: 'licenseText' });
      }
      await this.requireRating(model, changes.contentRating);
      await this.modelRepository.changeModel(modelId, changes, this.clock.now());
      await this.modelRepository.reindex(modelId);
      await flag({ kind: 'model', id: modelId });
      this.unitOfWork.publish(new HubModelChanged(modelId));
    };
    await this.unitOfWork.run(work, [HUB_CACHE_TAG, modelCacheTag(modelId)]);
  }

  /**
   * Only the creator can change a version. What a moderator removed, only moderators can publish again.
   * @returns the id of its model
   * @throws Rejection HUB_VERSION_NOT_FOUND, HUB_NOT_CREATOR, HUB_TAKEN_DOWN, GENERATION_MODEL_QUARANTINED, SAFETY_BLOCKED_TERMS,
   *   and as CasesService for a moderator
   */
  async updateVersion(actor: ModelActor, versionId: string, { state, ...input }: VersionUpdate): Promise<string> {
    const modelId = await this.requireModelId(versionId);
    // A decision is reverted by a decision. Versions that were taken down before decisions existed have none.
    const isRestored =
      actor.isModerator &&
      state === 'published' &&
      (await this.cases.restoreDirectly({ kind: 'version', id: versionId }, actor.id));
    if (isRestored) return modelId;
    const { fields: changes, flag } = await this.checkForm.run<VersionChanges>(CHECKED_VERSION_CHANGES, input);
    const work = async () => {
      const { model, version } = await this.lockVersion(modelId, versionId);
      const mayPublish = actor.isModerator && version.isTakenDown && state === 'published';
      if (!isCreator(actor, model) && !mayPublish) throw new Rejection('HUB_NOT_CREATOR');
      if (Object.keys(changes).length > 0) {
        requireCreator(actor, model);
        await this.modelRepository.changeVersion(versionId, changes);
      }
      if (state !== undefined && state !== version.state) await this.setState(actor, model, version, state);
      await this.modelRepository.reindex(modelId);
      await flag({ kind: 'model', id: modelId });
      this.unitOfWork.publish(new HubModelChanged(modelId));
    };
    await this.unitOfWork.run(work, [HUB_CACHE_TAG, modelCacheTag(modelId)]);
    return modelId;
  }

  /** What uses a model or one of its versions. @throws Rejection HUB_MODEL_NOT_FOUND, HUB_VERSION_NOT_FOUND, HUB_NOT_CREATOR */
  async usage(
    actor: ModelActor,
    modelId: string,
    versionId: string | undefined,
  ): Promise<VersionUsage & { readonly drafts: number }> {
    requireModifyRight(actor, await this.versions.modelById(modelId));
    const versions = await this.pages.ofModel(modelId);
    const affected = versions.filter(({ id }) => versionId === undefined || id === versionId);
    if (versionId !== undefined && affected.length === 0) throw new Rejection('HUB_VERSION_NOT_FOUND');
    const usage = await this.usageRegistry.of({
      useIds: affected.map(({ useId }) => useId),
      hashes: affected.map(({ hash }) => hash),
    });
    // Drafts of later versions need the model, not a version.
    return { ...usage, drafts: affected.length === versions.length ? await this.pages.draftsFor(modelId) : 0 };
  }

  /**
   * Unpublishes the model, then removes one version per short transaction. After a crash in between, the creator still sees the
   * model and can remove it again.
   * @throws Rejection HUB_MODEL_NOT_FOUND, HUB_NOT_CREATOR
   */
  async removeModel(actor: ModelActor, modelId: string): Promise<void> {
    const tags = [HUB_CACHE_TAG, modelCacheTag(modelId)];
    await this.unitOfWork.run(async () => {
      const model = await this.modelRepository.lockModel(modelId);
      requireCreator(actor, model);
      await this.unpublishAll(model);
    }, tags);
    for (let hasMore = true; hasMore;) {
      hasMore = await this.unitOfWork.run(() => this.removeNextVersion(modelId), tags);
    }
  }

  /** Deletes the files, and the model with its last version. Takes stay. @throws Rejection HUB_VERSION_NOT_FOUND, HUB_NOT_CREATOR */
  async removeVersion(actor: ModelActor, versionId: string): Promise<void> {
    const modelId = await this.requireModelId(versionId);
    const work = async () => {
      const { model, version } = await this.lockVersion(modelId, versionId);
      requireCreator(actor, model);
      await this.deleteVersion(model, version);
      await this.settleModel(model);
    };
    await this.unitOfWork.run(work, [HUB_CACHE_TAG, modelCacheTag(modelId)]);
  }

  /** Must run inside the transaction that deletes the account. */
  async removeAllOf(creatorId: string): Promise<void> {
    for (const modelId of await this.modelRepository.modelsOf(creatorId)) {
      this.unitOfWork.invalidate(HUB_CACHE_TAG, modelCacheTag(modelId));
      while (await this.removeNextVersion(modelId));
    }
  }

  /** In the order of the ids. */
  idsOf(creatorId: string): Promise<string[]> {
    return this.modelRepository.modelsOf(creatorId);
  }

  /** Marks a model as part of the sample data. */
  markAsSample(modelId: string): Promise<void> {
    return this.unitOfWork.run(() => this.modelRepository.markSample(modelId), [HUB_CACHE_TAG, modelCacheTag(modelId)]);
  }

  private async requireModelId(versionId: string): Promise<string> {
    const modelId = (await this.versions.byId(versionId))?.modelId;
    if (modelId === undefined) throw new Rejection('HUB_VERSION_NOT_FOUND');
    return modelId;
  }

  private async lockVersion(
    modelId: string,
    versionId: string,
  ): Promise<{ readonly model: HubModel; readonly version: Version }> {
    const model = await this.modelRepository.lockModel(modelId);
    const version = await this.versions.byId(versionId);
    if (!model || !version) throw new Rejection('HUB_VERSION_NOT_FOUND');
    return { model, version };
  }

  /** The minimum rating comes from moderators and from the image check of the samples. */
  private async requireRating(model: HubModel, contentRating: ContentRating | undefined): Promise<void> {
    if (contentRating === undefined || contentRating === 'adult') return;
    const versions = await this.versions.ofModel(model.id);
    const samples = await this.samples.ofVersions(versions.map((version) => version.id));
    const minimumRating = samples.reduce<ContentRating>(
      (strictest, { checkedRating }) => stricterRating(strictest, checkedRating ?? 'everyone'),
      model.minimumRating,
    );
    if (CONTENT_RATINGS.indexOf(contentRating) < CONTENT_RATINGS.indexOf(minimumRating)) {
      throw new Rejection('HUB_CONTENT_RATING_TOO_LOW', { atLeast: minimumRating });
    }
  }

  private async setState(actor: ModelActor, model: HubModel, version: Version, state: 'published' | 'unpublished') {
    if (version.state === 'quarantined') throw new Rejection('GENERATION_MODEL_QUARANTINED');
    const isTakenDown = model.isHidden || version.isTakenDown;
    if (state === 'published' && isTakenDown && isCreator(actor, model)) throw new Rejection('HUB_TAKEN_DOWN');
    await this.modelRepository.setState(version.id, state);
    if (state === 'unpublished') {
      this.unitOfWork.publish(new VersionWithdrawn(version, model.kind, 'unpublished'));
    }
  }

  private async unpublishAll({ id, kind }: HubModel): Promise<void> {
    for (const version of await this.pages.ofModel(id)) {
      if (version.state !== 'published') continue;
      await this.modelRepository.setState(version.id, 'unpublished', version.isTakenDown);
      this.unitOfWork.publish(new VersionWithdrawn(version, kind, 'removed'));
    }
    await this.modelRepository.reindex(id);
  }

  /** @returns whether versions are left */
  private async removeNextVersion(modelId: string): Promise<boolean> {
    const model = await this.modelRepository.lockModel(modelId);
    if (!model) return false;
    const [version, ...others] = await this.pages.ofModel(modelId);
    if (version) await this.deleteVersion(model, version);
    if (others.length > 0) return true;
    await this.settleModel(model);
    return false;
  }

  private async deleteVersion(model: HubModel, version: Version): Promise<void> {
    const keys = await this.modelRepository.removeVersion(version, refKeyOf(model.name, version.label));
    this.unitOfWork.publish(new VersionWithdrawn(version, model.kind, 'removed'));
    this.unitOfWork.publish(new HubBlobsReleased(keys));
  }

  /** After versions were removed: removes an empty model. */
  private async settleModel({ id }: HubModel): Promise<void> {
    if ((await this.pages.ofModel(id)).length > 0) {
      await this.modelRepository.reindex(id);
      this.unitOfWork.publish(new HubModelChanged(id));
      return;
    }
    await this.modelRepository.removeModel(id);
    this.unitOfWork.publish(new HubModelRemoved(id));
  }
}
