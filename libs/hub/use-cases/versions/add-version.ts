import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { ModelCredits } from '../../domain/model-credits.js';
import type { Draft, DraftFile } from '../../domain/drafts.js';
import { VersionPublished } from '../../domain/events.js';
import type { HubModel, Version } from '../../domain/version.js';
import { type NewModel, ModelRepository } from '../../domain/versions/model-repository.js';
import { modelCacheTag } from '../../domain/versions/cache-tags.js';
import { AssembleVersion } from './assemble-version.js';
import { levelled, NewFilesCheck } from './new-files-check.js';

/** Inside the transaction that publishes a draft: a new model, or a later version of one. */
@Injectable()
export class AddVersion {
  constructor(
    private readonly modelRepository: ModelRepository,
    private readonly assemble: AssembleVersion,
    private readonly modelCredits: ModelCredits,
    private readonly unitOfWork: UnitOfWork,
    private readonly fresh: NewFilesCheck,
  ) {}

  /**
   * @param isMakers whether its creator is said to have made these files
   * @returns the version; or, before anything is written, why these files may not come: HUB_MATCHES_REMOVED_CONTENT
   * @throws Rejection HUB_DRAFT_INCOMPLETE { field }, HUB_MODEL_NOT_FOUND, HUB_NOT_CREATOR, HUB_KIND_MISMATCH, HUB_TOO_MANY_VERSIONS,
   *   HUB_NAME_TAKEN, HUB_LABEL_TAKEN, HUB_LABEL_RETIRED, HUB_ALREADY_PUBLISHED { modelId, name, label }, HUB_DUPLICATE_NOT_VISIBLE
   */
  async run(
    draft: Draft,
    files: readonly DraftFile[],
    isCreators: boolean,
  ): Promise<Pick<Version, 'id' | 'at'> | Rejection> {
    const known = draft.modelId === null ? null : await this.modelOf(draft, draft.modelId);
    const atLeast = await this.fresh.ask(draft, files);
    if (atLeast instanceof Rejection) return atLeast;
    const model = known ?? levelled(this.assemble.model(draft), atLeast);
    const { version, versionFiles } = await this.assemble.version(draft, files, model);
    await this.modelRepository.requireNewFiles(version.hash, draft.creatorId);
    if (known) await this.fresh.raise(known, atLeast);
    else await this.modelRepository.addModel(model as NewModel);
    await this.fresh.label.require(version, model);
    await this.modelRepository.addVersion(version, versionFiles, draft.creatorId);
    await this.modelRepository.reindex(model.id);
    if (isCreators) await this.credit(version, model);
    this.unitOfWork.invalidate(modelCacheTag(model.id));
    const published: Version = { ...version, downloads: 0, images: 0 };
    this.unitOfWork.publish(new VersionPublished(published, model.kind, model.creatorId, known === null));
    return version;
  }

  private async modelOf(draft: Draft, modelId: string): Promise<HubModel> {
    const model = await this.modelRepository.lockModel(modelId);
    if (!model) throw new Rejection('HUB_MODEL_NOT_FOUND');
    if (model.creatorId !== draft.creatorId) throw new Rejection('HUB_NOT_CREATOR');
    if (model.kind !== draft.facts?.kind) throw new Rejection('HUB_KIND_MISMATCH', { kind: model.kind });
    return model;
  }

  /** Images made with it say by whom it is. What somebody else is said to have made stays theirs. */
  private async credit(
    { hash, useId, at }: Pick<Version, 'hash' | 'useId' | 'at'>,
    model: Pick<HubModel, 'kind' | 'creatorId'>,
  ) {
    const { kind, creatorId: userId } = model;
    if (kind === 'weights') return;
    const [said] = await this.modelCredits.ofFiles([{ kind, hash }]);
    if (said && said.userId !== userId) return;
    await this.modelCredits.assign({ kind, hash, name: useId, userId, at });
  }
}
