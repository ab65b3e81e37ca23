import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { Credits } from '../../domain/credits.js';
import type { Draft, DraftFile } from '../../domain/drafts.js';
import { VersionPublished } from '../../domain/events.js';
import type { HubModel, Version } from '../../domain/version.js';
import { type NewModel, Shelf } from '../../domain/versions/shelf.js';
import { hubSubject } from '../../domain/versions/subjects.js';
import { AssembleVersion } from './assemble-version.js';
import { levelled, NewFiles } from './new-files.js';

/** Inside the transaction that publishes a draft: a new model, or a later version of one. */
@Injectable()
export class AddVersion {
  constructor(
    private readonly shelf: Shelf,
    private readonly assemble: AssembleVersion,
    private readonly credits: Credits,
    private readonly unitOfWork: UnitOfWork,
    private readonly fresh: NewFiles,
  ) {}

  /**
   * @param isMakers whether its maker is said to have made these files
   * @returns the version; or, before anything is written, why these files may not come: HUB_FILES_REMOVED
   * @throws Rejection HUB_DRAFT_INCOMPLETE { field }, HUB_MODEL_NOT_FOUND, HUB_NOT_YOURS, HUB_KIND_MISMATCH, HUB_TOO_MANY_VERSIONS,
   *   HUB_NAME_TAKEN, HUB_LABEL_TAKEN, HUB_LABEL_REMOVED, HUB_ALREADY_PUBLISHED { modelId, name, label }, HUB_ALREADY_HERE
   */
  async run(
    draft: Draft,
    files: readonly DraftFile[],
    isMakers: boolean,
  ): Promise<Pick<Version, 'id' | 'at'> | Rejection> {
    const known = draft.modelId === null ? null : await this.modelOf(draft, draft.modelId);
    const atLeast = await this.fresh.ask(draft, files);
    if (atLeast instanceof Rejection) return atLeast;
    const model = known ?? levelled(this.assemble.model(draft), atLeast);
    const { version, versionFiles } = await this.assemble.version(draft, files, model);
    await this.shelf.requireNewFiles(version.hash, draft.makerId);
    if (known) await this.fresh.raise(known, atLeast);
    else await this.shelf.addModel(model as NewModel);
    await this.fresh.label.require(version, model);
    await this.shelf.addVersion(version, versionFiles, draft.makerId);
    await this.shelf.refresh(model.id);
    if (isMakers) await this.credit(version, model);
    this.unitOfWork.touch(hubSubject(model.id));
    const published: Version = { ...version, downloads: 0, pictures: 0 };
    this.unitOfWork.announce(new VersionPublished(published, model.kind, model.makerId, known === null));
    return version;
  }

  private async modelOf(draft: Draft, modelId: string): Promise<HubModel> {
    const model = await this.shelf.holdModel(modelId);
    if (!model) throw new Rejection('HUB_MODEL_NOT_FOUND');
    if (model.makerId !== draft.makerId) throw new Rejection('HUB_NOT_YOURS');
    if (model.kind !== draft.facts?.kind) throw new Rejection('HUB_KIND_MISMATCH', { kind: model.kind });
    return model;
  }

  /** Pictures made with it say by whom it is. What somebody else is said to have made stays theirs. */
  private async credit(
    { hash, useId, at }: Pick<Version, 'hash' | 'useId' | 'at'>,
    model: Pick<HubModel, 'kind' | 'makerId'>,
  ) {
    const { kind, makerId: personId } = model;
    if (kind === 'weights') return;
    const [said] = await this.credits.ofFiles([{ kind, hash }]);
    if (said && said.personId !== personId) return;
    await this.credits.give({ kind, hash, name: useId, personId, at });
  }
}
