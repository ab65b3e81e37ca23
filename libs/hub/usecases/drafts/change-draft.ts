import { Injectable } from '@nestjs/common';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { DraftFiles } from '../../domain/drafts/draft-files.js';
import { DraftRows } from '../../domain/drafts/draft-rows.js';
import { DraftChanged, DraftRemoved, DraftWorkToDo, FilesLetGo } from '../../domain/drafts/events.js';
import { type DraftFile, type DraftForm, Drafts } from '../../domain/drafts.js';
import { openDraft, ownDraft } from './own-draft.js';

/** Its maker fills in a draft, takes files out of it, has it checked, drops it. */
@Injectable()
export class ChangeDraft {
  constructor(
    private readonly drafts: Drafts,
    private readonly rows: DraftRows,
    private readonly files: DraftFiles,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Kept as it is typed: what it lacks is told when it is published. @throws Rejection HUB_DRAFT_NOT_FOUND, HUB_DRAFT_PUBLISHED */
  fillIn(personId: string, draftId: string, form: DraftForm): Promise<void> {
    return this.unitOfWork.run(async () => {
      openDraft(await this.drafts.hold(draftId), personId);
      await this.rows.setForm(draftId, form, this.clock.now());
      this.unitOfWork.announce(new DraftChanged(draftId, personId));
    });
  }

  /** @throws Rejection HUB_DRAFT_NOT_FOUND, HUB_DRAFT_PUBLISHED, HUB_FILE_NOT_FOUND */
  removeFile(personId: string, draftId: string, fileId: string): Promise<void> {
    return this.unitOfWork.run(async () => {
      openDraft(await this.drafts.hold(draftId), personId);
      const all = await this.drafts.filesOf(draftId);
      const file = all.find(({ id }) => id === fileId);
      if (!file) throw new Rejection('HUB_FILE_NOT_FOUND');
      const parts = (await this.files.ofArchive(fileId)).filter(() => file.state !== 'checked');
      await this.files.remove([fileId, ...parts.map(({ id }) => id)]);
      await this.rows.filesChanged(draftId, this.clock.now());
      this.announce(draftId, personId, [file, ...parts]);
    });
  }

  /**
   * Everything has come: it is looked at as a whole as soon as each file has been looked at. What is checked or ready stays so.
   * @throws Rejection HUB_DRAFT_NOT_FOUND, HUB_DRAFT_PUBLISHED, HUB_DRAFT_NOT_READY while files are on their way or there are none
   */
  ask(personId: string, draftId: string): Promise<void> {
    return this.unitOfWork.run(async () => {
      const { state } = openDraft(await this.drafts.hold(draftId), personId);
      const files = await this.drafts.filesOf(draftId);
      const isHere = files.length > 0 && files.every((file) => file.state !== 'uploading');
      if (!isHere) throw new Rejection('HUB_DRAFT_NOT_READY');
      if (state === 'checking' || state === 'ready') return;
      // What was blamed on a file that is kept is looked at again, too.
      await this.rows.filesChanged(draftId, this.clock.now());
      await this.rows.ask(draftId, this.clock.now());
      this.unitOfWork.announce(new DraftChanged(draftId, personId));
      this.unitOfWork.announce(new DraftWorkToDo());
    });
  }

  /** What it became, if it was published, stays. @throws Rejection HUB_DRAFT_NOT_FOUND */
  remove(personId: string, draftId: string): Promise<void> {
    return this.unitOfWork.run(async () => {
      ownDraft(await this.drafts.hold(draftId), personId);
      const files = await this.drafts.filesOf(draftId);
      await this.rows.remove([draftId]);
      this.unitOfWork.announce(new DraftRemoved(draftId, personId));
      this.unitOfWork.announce(new FilesLetGo(files));
    });
  }

  private announce(draftId: string, makerId: string, gone: readonly DraftFile[]): void {
    this.unitOfWork.announce(new DraftChanged(draftId, makerId));
    this.unitOfWork.announce(new FilesLetGo(gone));
  }
}
