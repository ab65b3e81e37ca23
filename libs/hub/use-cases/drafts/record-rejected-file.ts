import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { DraftRepository } from '../../domain/drafts/draft-repository.js';
import { DraftChanged } from '../../domain/drafts/events.js';
import { Drafts, type RejectedFile } from '../../domain/drafts.js';
import { openDraft } from './own-draft.js';

/** Of very many the last ones. */
const KEPT = 20;

/** A file was refused before it was sent: its creator reads why on another day, too. */
@Injectable()
export class RecordRejectedFile {
  constructor(
    private readonly drafts: Drafts,
    private readonly rows: DraftRepository,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection HUB_DRAFT_NOT_FOUND, HUB_DRAFT_PUBLISHED */
  run(creatorId: string, draftId: string, away: RejectedFile): Promise<void> {
    return this.unitOfWork.run(async () => {
      const { turnedAway } = openDraft(await this.drafts.hold(draftId), creatorId);
      const others = turnedAway.filter(({ path }) => path !== away.path);
      await this.rows.setTurnedAway(draftId, [away, ...others].slice(0, KEPT));
      this.unitOfWork.publish(new DraftChanged(draftId, creatorId));
    });
  }
}
