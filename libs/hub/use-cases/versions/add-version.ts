import { Injectable } from '@nestjs/common';
import { LIMITS, stricterRating } from '@visionary/contract';
import { Clock, Ids, Rejection, UnitOfWork } from '@visionary/kernel';
import { ReuploadMatcher } from '@visionary/safety';
import type { Draft, DraftFile, DraftForm } from '../../domain/drafts.js';
import { VersionPublished } from '../../domain/events.js';
import { isCreditedKind } from '../../domain/model-credits.js';
import { isSampled, RENDERED_SAMPLES_PER_VERSION } from '../../domain/samples.js';
import { type FileFacts, type HubModel, type Version, type VersionFile } from '../../domain/version.js';
import { modelCacheTag } from '../../domain/versions/cache-tags.js';
import type { NewModel, NewVersion } from '../../domain/versions/model-changes.js';
import { SqlModelRepository } from '../../storage/versions/sql-model-repository.js';
import { fingerprintsOfVersion } from './fingerprints-of-version.js';
import { requireNewModelForm, requireVersionForm } from './form-rules.js';
import { isSameName, nameKeysOf, refKeyOf, versionRefOf } from './name-keys.js';
import { HubPages } from '../../storage/versions/sql-hub-pages.js';
import { ModelCredits } from '../../storage/sql-model-credits.js';

type Ratings = Pick<HubModel, 'contentRating' | 'minimumRating'>;

/** Turns a draft into a new model or a new version. Must run inside the transaction that publishes the draft. */
@Injectable()
export class AddVersion {
  constructor(
    private readonly modelRepository: SqlModelRepository,
    private readonly pages: HubPages,
    private readonly modelCredits: ModelCredits,
    private readonly reuploads: ReuploadMatcher,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /**
   * @param isOwnWork whether the creator is credited with these files
   * @returns the version; or HUB_MATCHES_REMOVED_CONTENT, before anything is written
   * @throws Rejection HUB_DRAFT_INCOMPLETE { field }, HUB_MODEL_NOT_FOUND, HUB_NOT_CREATOR, HUB_KIND_MISMATCH, HUB_TOO_MANY_VERSIONS,
   *   HUB_NAME_TAKEN, HUB_LABEL_TAKEN, HUB_LABEL_RETIRED, HUB_ALREADY_PUBLISHED { modelId, name, label }, HUB_DUPLICATE_NOT_VISIBLE
   */
  async run(
    draft: Draft,
    files: readonly DraftFile[],
    isOwnWork: boolean,
  ): Promise<Pick<Version, 'id' | 'at'> | Rejection> {
    const existing = draft.modelId === null ? null : await this.requireModel(draft, draft.modelId);
    const minimumRating = await this.minimumRatingOf(draft, files);
    if (minimumRating instanceof Rejection) return minimumRating;
    const model = existing ?? withMinimumRating(this.newModel(draft), minimumRating);
    const { version, versionFiles } = await this.newVersion(draft, files, model);
    await this.modelRepository.requireNewFiles(version.hash, draft.creatorId);
    if (existing) await this.raiseRating(existing, minimumRating);
    else await this.modelRepository.addModel(model as NewModel);
    await this.requireLabel(version, model);
    await this.modelRepository.addVersion(version, versionFiles, draft.creatorId);
    await this.modelRepository.reindex(model.id);
    if (isOwnWork) await this.creditCreator(version, model);
    this.unitOfWork.invalidate(modelCacheTag(model.id));
    const published: Version = { ...version, downloads: 0, images: 0 };
    this.unitOfWork.publish(new VersionPublished(published, model.kind, model.creatorId, existing === null));
    return version;
  }

  private async requireModel(draft: Draft, modelId: string): Promise<HubModel> {
    const model = await this.modelRepository.lockModel(modelId);
    if (!model || model.isHidden) throw new Rejection('HUB_MODEL_NOT_FOUND');
    if (model.creatorId !== draft.creatorId) throw new Rejection('HUB_NOT_CREATOR');
    if (model.kind !== draft.facts?.kind) throw new Rejection('HUB_KIND_MISMATCH', { kind: model.kind });
    return model;
  }

  /** @returns the minimum rating by earlier decisions about the same content, or HUB_MATCHES_REMOVED_CONTENT */
  private async minimumRatingOf(
    { hash, creatorId }: Draft,
    files: readonly DraftFile[],
  ): Promise<Rejection | HubModel['minimumRating']> {
    const matches = await this.reuploads.evaluate(fingerprintsOfVersion(hash ?? '', files));
    const upload = { entryPoint: 'model', byId: creatorId } as const;
    if (await this.reuploads.rejection(matches, upload)) return new Rejection('HUB_MATCHES_REMOVED_CONTENT');
    await this.reuploads.recordRatedUpload(matches, upload);
    return matches.minimumRating;
  }

  private async raiseRating(model: HubModel, minimum: HubModel['minimumRating']): Promise<void> {
    const { contentRating, minimumRating } = withMinimumRating(model, minimum);
    if (minimumRating === model.minimumRating && contentRating === model.contentRating) return;
    await this.modelRepository.changeModel(
      model.id,
      { contentRating, minimumRating },
      model.editedAt ?? model.createdAt,
    );
  }

  private newModel(draft: Draft): NewModel {
    const form = requireNewModelForm(mergedForm(draft));
    const facts = requireFacts(draft);
    return {
      id: this.ids.next(),
      creatorId: draft.creatorId,
      kind: facts.kind,
      name: form.name,
      keys: nameKeysOf(form.name),
      description: form.description ?? '',
      license: form.license,
      licenseText: form.licenseText ?? '',
      tags: form.tags ?? [],
      contentRating: form.contentRating ?? 'everyone',
      minimumRating: 'everyone',
      base: form.base ?? facts.base,
      createdAt: this.clock.now(),
      isSample: false,
    };
  }

  private async newVersion(
    draft: Draft,
    files: readonly DraftFile[],
    model: Pick<HubModel, 'id' | 'name'>,
  ): Promise<{ readonly version: NewVersion; readonly versionFiles: readonly VersionFile[] }> {
    const form = requireVersionForm(mergedForm(draft));
    const facts = requireFacts(draft);
    const max = LIMITS.versionsPerModel;
    if ((await this.pages.ofModel(model.id)).length >= max) throw new Rejection('HUB_TOO_MANY_VERSIONS', { max });
    const versionFiles = files.map(toVersionFile).sort((a, b) => (a.path < b.path ? -1 : 1));
    const version: NewVersion = {
      id: this.ids.next(),
      modelId: model.id,
      label: form.label,
      useId: versionRefOf(model.name, form.label),
      state: 'published',
      isTakenDown: false,
      notes: form.notes ?? '',
      base: form.base ?? facts.base,
      baseModelName: form.baseModelName ?? '',
      triggerWords: form.triggerWords ?? [],
      recommended: form.recommended ?? {},
      facts,
      renderFacts: draft.renderFacts,
      hash: draft.hash ?? '',
      at: this.clock.now(),
      checkedAt: draft.changedAt,
      bytes: versionFiles.reduce((sum, { bytes }) => sum + bytes, 0),
      pendingSamples: isSampled(facts.kind) ? RENDERED_SAMPLES_PER_VERSION : 0,
    };
    return { version, versionFiles };
  }

  /** @throws Rejection HUB_LABEL_TAKEN { label }, HUB_LABEL_RETIRED { versionRef } */
  private async requireLabel(
    { label, useId, hash }: NewVersion,
    { id, name }: Pick<HubModel, 'id' | 'name'>,
  ): Promise<void> {
    const keys = nameKeysOf(label);
    const conflict = (await this.pages.ofModel(id)).find((other) => isSameName(keys, nameKeysOf(other.label)));
    if (conflict) throw new Rejection('HUB_LABEL_TAKEN', { label: conflict.label });
    // Takes and rooms still refer to a removed version, so only the same files may get its label again.
    const retiredHash = await this.modelRepository.findRetiredRef(refKeyOf(name, label));
    if (retiredHash !== null && retiredHash !== hash) throw new Rejection('HUB_LABEL_RETIRED', { versionRef: useId });
  }

  /** Credits the creator with the files, unless another user is credited. */
  private async creditCreator(
    { hash, useId, at }: Pick<Version, 'hash' | 'useId' | 'at'>,
    { kind, creatorId: userId }: Pick<HubModel, 'kind' | 'creatorId'>,
  ): Promise<void> {
    if (!isCreditedKind(kind)) return;
    const [credit] = await this.modelCredits.ofFiles([{ kind, hash }]);
    if (credit && credit.userId !== userId) return;
    await this.modelCredits.assign({ kind, hash, name: useId, userId, at });
  }
}

const withMinimumRating = <T extends Ratings>(model: T, minimumRating: Ratings['minimumRating']): T => ({
  ...model,
  contentRating: stricterRating(model.contentRating, minimumRating),
  minimumRating: stricterRating(model.minimumRating, minimumRating),
});

const mergedForm = ({ suggestedForm, form }: Draft): DraftForm => ({ ...suggestedForm, ...form });

const requireFacts = ({ facts, hash }: Draft): FileFacts => {
  if (!facts || hash === null) throw new Rejection('HUB_DRAFT_NOT_READY');
  return facts;
};

const toVersionFile = ({ path, sha256, weightsHash, bytes, crc32 }: DraftFile): VersionFile => {
  if (sha256 === null || crc32 === null) throw new Rejection('HUB_DRAFT_NOT_READY');
  return { path, sha256, weightsHash, bytes, crc32 };
};
