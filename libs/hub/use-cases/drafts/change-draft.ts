import { Injectable } from '@nestjs/common';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { DraftFiles } from '../../domain/drafts/draft-files.js';
import { DraftRepository } from '../../domain/drafts/draft-repository.js';
import { DraftChanged, DraftRemoved, DraftWorkAvailable, DraftFilesRemoved } from '../../domain/drafts/events.js';
import { type DraftFile, type DraftForm, Drafts } from '../../domain/drafts.js';
import { openDraft, ownDraft } from './own-draft.js';

/** Its creator fills in a draft, takes files out of it, has it checked, drops it. */
@Injectable()
export class ChangeDraft {
  constructor(
    private readonly drafts: Drafts,
    private readonly rows: DraftRepository,
    private readonly files: DraftFiles,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Kept as it is typed: what it lacks is told when it is published. @throws Rejection HUB_DRAFT_NOT_FOUND, HUB_DRAFT_PUBLISHED */
  fillIn(userId: string, draftId: string, form: DraftForm): Promise<void> {
    return this.unitOfWork.run(async () => {
      openDraft(await this.drafts.hold(draftId), userId);
      await this.rows.setForm(draftId, form, this.clock.now());
      this.unitOfWork.publish(new DraftChanged(draftId, userId));
    });
  }

  /** @throws Rejection HUB_DRAFT_NOT_FOUND, HUB_DRAFT_PUBLISHED, HUB_FILE_NOT_FOUND */
  removeFile(userId: string, draftId: string, fileId: string): Promise<void> {
    return this.unitOfWork.run(async () => {
      openDraft(await this.drafts.hold(draftId), userId);
      const all = await this.drafts.filesOf(draftId);
      const file = all.find(({ id }) => id === fileId);
      if (!file) throw new Rejection('HUB_FILE_NOT_FOUND');
      const parts = (await this.files.ofArchive(fileId)).filter(() => file.state !== 'checked');
      await this.files.remove([fileId, ...parts.map(({ id }) => id)]);
      await this.rows.filesChanged(draftId, this.clock.now());
      this.announce(draftId, userId, [file, ...parts]);
    });
  }

  /**
   * Everything has come: it is looked at as a whole as soon as each file has been looked at. What is checked or ready stays so.
   * @throws Rejection HUB_DRAFT_NOT_FOUND, HUB_DRAFT_PUBLISHED, HUB_DRAFT_NOT_READY while files are on their way or there are none
   */
  ask(userId: string, draftId: string): Promise<void> {
    return this.unitOfWork.run(async () => {
      const { state } = openDraft(await this.drafts.hold(draftId), userId);
      const files = await this.drafts.filesOf(draftId);
      const isHere = files.length > 0 && files.every((file) => file.state !== 'uploading');
      if (!isHere) throw new Rejection('HUB_DRAFT_NOT_READY');
      if (state === 'checking' || state === 'ready') return;
      // What was blamed on a file that is kept is looked at again, too.
      await this.rows.filesChanged(draftId, this.clock.now());
      await this.rows.requestCheck(draftId, this.clock.now());
      this.unitOfWork.publish(new DraftChanged(draftId, userId));
      this.unitOfWork.publish(new DraftWorkAvailable());
    });
  }

  /** What it became, if it was published, stays. @throws Rejection HUB_DRAFT_NOT_FOUND */
  remove(userId: string, draftId: string): Promise<void> {
    return this.unitOfWork.run(async () => {
      ownDraft(await this.drafts.hold(draftId), userId);
      const files = await this.drafts.filesOf(draftId);
      await this.rows.remove([draftId]);
      this.unitOfWork.publish(new DraftRemoved(draftId, userId));
      this.unitOfWork.publish(new DraftFilesRemoved(files));
    });
  }

  private announce(draftId: string, creatorId: string, gone: readonly DraftFile[]): void {
    this.unitOfWork.publish(new DraftChanged(draftId, creatorId));
    this.unitOfWork.publish(new DraftFilesRemoved(gone));
  }
}
