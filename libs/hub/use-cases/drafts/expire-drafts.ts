import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { type Draft } from '../../domain/drafts.js';
import { Drafts } from '../../storage/drafts/drafts.js';
import { DraftFiles } from '../../storage/drafts/draft-files.js';
import { DraftChanged, DraftFilesRemoved, DraftRemoved } from '../../domain/drafts/events.js';

const BATCH_SIZE = 100;
const DAY_MS = 24 * 3_600_000;
const UPLOAD_TTL_MS = 14 * DAY_MS;
const DRAFT_TTL_MS = 30 * DAY_MS;
/** For drafts that hold nothing but rejected files. */
const REJECTED_DRAFT_TTL_MS = 3 * DAY_MS;

/** Deletes idle uploads and drafts. */
@Injectable()
export class ExpireDrafts {
  constructor(
    private readonly drafts: Drafts,
    private readonly files: DraftFiles,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @returns numbers of deleted uploads and drafts */
  async run(): Promise<{ readonly uploads: number; readonly drafts: number }> {
    const counts = { uploads: 0, drafts: 0 };
    for (const file of await this.files.unfinished(this.ago(UPLOAD_TTL_MS), BATCH_SIZE)) {
      counts.uploads += Number(await this.expireUpload(file.draftId, file.id, file.creatorId));
    }
    for (const draft of await this.drafts.idle(this.ago(DRAFT_TTL_MS), BATCH_SIZE)) {
      counts.drafts += Number(await this.expireDraft(draft, this.ago(DRAFT_TTL_MS)));
    }
    for (const draft of await this.drafts.idleWithOnlyRejectedFiles(this.ago(REJECTED_DRAFT_TTL_MS), BATCH_SIZE)) {
      const isEmpty = ({ state }: Draft) => state === 'empty';
      counts.drafts += Number(await this.expireDraft(draft, this.ago(REJECTED_DRAFT_TTL_MS), isEmpty));
    }
    return counts;
  }

  private expireUpload(draftId: string, fileId: string, creatorId: string): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      if (!(await this.drafts.lock(draftId))) return false;
      const unfinished = await this.files.unfinished(this.ago(UPLOAD_TTL_MS), BATCH_SIZE);
      const file = unfinished.find(({ id }) => id === fileId);
      if (!file) return false;
      await this.files.remove([fileId]);
      await this.drafts.discardCheck(draftId, this.clock.now());
      this.unitOfWork.publish(new DraftChanged(draftId, creatorId));
      this.unitOfWork.publish(new DraftFilesRemoved([file]));
      return true;
    });
  }

  private expireDraft({ id, creatorId }: Draft, before: number, mayExpire: (draft: Draft) => boolean = () => true) {
    return this.unitOfWork.run(async () => {
      const draft = await this.drafts.lock(id);
      if (!draft || draft.changedAt >= before || draft.state === 'checking' || !mayExpire(draft)) return false;
      const files = await this.drafts.filesOf(id);
      if (files.some(({ state }) => state === 'uploading')) return false;
      await this.drafts.remove([id]);
      this.unitOfWork.publish(new DraftRemoved(id, creatorId));
      this.unitOfWork.publish(new DraftFilesRemoved(files));
      return true;
    });
  }

  private ago(ms: number): number {
    return this.clock.now() - ms;
  }
}
