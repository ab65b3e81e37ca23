import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { DraftFiles } from '../../domain/drafts/draft-files.js';
import { DraftRepository } from '../../domain/drafts/draft-repository.js';
import { DraftChanged, DraftRemoved, DraftFilesRemoved } from '../../domain/drafts/events.js';
import { type Draft, Drafts } from '../../domain/drafts.js';
import { DraftExpiry } from './draft-expiry.js';

const AT_ONCE = 100;

/** What nobody goes on with: uploads that stopped long ago, drafts nobody touched. */
@Injectable()
export class ExpireDrafts {
  constructor(
    private readonly drafts: Drafts,
    private readonly rows: DraftRepository,
    private readonly files: DraftFiles,
    private readonly unitOfWork: UnitOfWork,
    private readonly time: DraftExpiry,
  ) {}

  /** @returns how many of each went */
  async run(): Promise<{ readonly uploads: number; readonly drafts: number }> {
    const counts = { uploads: 0, drafts: 0 };
    for (const file of await this.files.unfinished(this.time.uploadsBefore, AT_ONCE)) {
      counts.uploads += Number(await this.expire(file.draftId, file.id, file.creatorId));
    }
    for (const draft of await this.rows.idle(this.time.draftsBefore, AT_ONCE)) {
      counts.drafts += Number(await this.abandon(draft, this.time.draftsBefore));
    }
    for (const draft of await this.rows.onlyTurnedAway(this.time.refusedBefore, AT_ONCE)) {
      counts.drafts += Number(await this.abandon(draft, this.time.refusedBefore, ({ state }) => state === 'empty'));
    }
    return counts;
  }

  private expire(draftId: string, fileId: string, creatorId: string): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      if (!(await this.drafts.hold(draftId))) return false;
      const still = (await this.files.unfinished(this.time.uploadsBefore, AT_ONCE)).find(({ id }) => id === fileId);
      if (!still) return false;
      await this.files.remove([fileId]);
      await this.rows.filesChanged(draftId, this.time.now);
      this.unitOfWork.publish(new DraftChanged(draftId, creatorId));
      this.unitOfWork.publish(new DraftFilesRemoved([still]));
      return true;
    });
  }

  private abandon({ id, creatorId }: Draft, before: number, isLeft: (draft: Draft) => boolean = () => true) {
    return this.unitOfWork.run(async () => {
      const draft = await this.drafts.hold(id);
      if (!draft || draft.changedAt >= before || draft.state === 'checking' || !isLeft(draft)) return false;
      const files = await this.drafts.filesOf(id);
      // Something is still coming in.
      if (files.some(({ state }) => state === 'uploading')) return false;
      await this.rows.remove([id]);
      this.unitOfWork.publish(new DraftRemoved(id, creatorId));
      this.unitOfWork.publish(new DraftFilesRemoved(files));
      return true;
    });
  }
}
