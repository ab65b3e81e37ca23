import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { DraftRows } from '../../domain/drafts/draft-rows.js';
import { DraftChanged } from '../../domain/drafts/events.js';
import { type Draft, Drafts } from '../../domain/drafts.js';
import { MayDraft } from './may-draft.js';
import { NewMarks } from './new-marks.js';

export interface WantedDraft {
  readonly clientId: string;
  /** A later version of this model. */
  readonly modelId?: string | undefined;
  /** In which its files came. */
  readonly folder?: string | undefined;
}

/** Somebody begins to share something. */
@Injectable()
export class NewDraft {
  constructor(
    private readonly rows: DraftRows,
    private readonly drafts: Drafts,
    private readonly rights: MayDraft,
    private readonly unitOfWork: UnitOfWork,
    private readonly marks: NewMarks,
  ) {}

  /**
   * The same `clientId` again gives the same draft.
   * @throws Rejection UNAUTHENTICATED when the account is gone, HUB_TOO_MANY_DRAFTS, HUB_MODEL_NOT_FOUND, HUB_NOT_YOURS
   */
  run(makerId: string, { clientId, modelId, folder }: WantedDraft): Promise<Draft> {
    return this.unitOfWork.run(async () => {
      await this.rights.hold(makerId);
      const before = await this.rows.byClientId(makerId, clientId);
      if (before) return before;
      await this.rights.require(makerId, modelId);
      const { id, at } = this.marks.next();
      await this.rows.add({ id, makerId, clientId, modelId: modelId ?? null, createdAt: at });
      if (folder !== undefined) await this.rows.propose(id, { name: folder });
      this.unitOfWork.announce(new DraftChanged(id, makerId));
      return (await this.drafts.byId(id)) as Draft;
    });
  }
}
