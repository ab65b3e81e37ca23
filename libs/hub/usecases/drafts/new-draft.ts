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
   * The same `clientId` again gives the same draft. One into which nothing came but what was refused is begun anew: whoever
   * tries one file after the other has one draft in the end, not one for each.
   * @throws Rejection UNAUTHENTICATED when the account is gone, HUB_TOO_MANY_DRAFTS, HUB_MODEL_NOT_FOUND, HUB_NOT_YOURS
   */
  run(makerId: string, { clientId, modelId, folder }: WantedDraft): Promise<Draft> {
    return this.unitOfWork.run(async () => {
      await this.rights.hold(makerId);
      const before = await this.rows.byClientId(makerId, clientId);
      if (before) return before;
      const id = await this.begin(makerId, clientId, modelId);
      if (folder !== undefined) await this.rows.propose(id, { name: folder });
      this.unitOfWork.announce(new DraftChanged(id, makerId));
      return (await this.drafts.byId(id)) as Draft;
    });
  }

  private async begin(makerId: string, clientId: string, modelId: string | undefined): Promise<string> {
    const { id, at } = this.marks.next();
    const left = await this.rows.leftOver(makerId, modelId ?? null);
    if (left) {
      await this.rows.beginAgain(left.id, clientId, at);
      return left.id;
    }
    await this.rights.require(makerId, modelId);
    await this.rows.add({ id, makerId, clientId, modelId: modelId ?? null, createdAt: at });
    return id;
  }
}
