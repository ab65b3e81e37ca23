import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { DraftRows } from '../../domain/drafts/draft-rows.js';
import { DraftChanged } from '../../domain/drafts/events.js';
import { Drafts, type TurnedAway } from '../../domain/drafts.js';
import { openDraft } from './own-draft.js';

/** Of very many the last ones. */
const KEPT = 20;

/** A file was refused before it was sent: its maker reads why on another day, too. */
@Injectable()
export class NoteTurnedAway {
  constructor(
    private readonly drafts: Drafts,
    private readonly rows: DraftRows,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection HUB_DRAFT_NOT_FOUND, HUB_DRAFT_PUBLISHED */
  run(makerId: string, draftId: string, away: TurnedAway): Promise<void> {
    return this.unitOfWork.run(async () => {
      const { turnedAway } = openDraft(await this.drafts.hold(draftId), makerId);
      const others = turnedAway.filter(({ path }) => path !== away.path);
      await this.rows.setTurnedAway(draftId, [away, ...others].slice(0, KEPT));
      this.unitOfWork.announce(new DraftChanged(draftId, makerId));
    });
  }
}
