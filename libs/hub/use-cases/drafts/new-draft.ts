import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { DraftRepository } from '../../domain/drafts/draft-repository.js';
import { DraftChanged } from '../../domain/drafts/events.js';
import { type Draft, Drafts } from '../../domain/drafts.js';
import { DraftRights } from './draft-rights.js';
import { NewMarks } from './new-marks.js';

export interface NewDraftInput {
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
    private readonly rows: DraftRepository,
    private readonly drafts: Drafts,
    private readonly rights: DraftRights,
    private readonly unitOfWork: UnitOfWork,
    private readonly marks: NewMarks,
  ) {}

  /**
   * The same `clientId` again gives the same draft. One into which nothing came but what was refused is begun anew: whoever
   * tries one file after the other has one draft in the end, not one for each.
   * @throws Rejection UNAUTHENTICATED when the account is gone, HUB_TOO_MANY_DRAFTS, HUB_MODEL_NOT_FOUND, HUB_NOT_CREATOR
   */
  run(creatorId: string, { clientId, modelId, folder }: NewDraftInput): Promise<Draft> {
    return this.unitOfWork.run(async () => {
      await this.rights.hold(creatorId);
      const before = await this.rows.byClientId(creatorId, clientId);
      if (before) return before;
      const id = await this.begin(creatorId, clientId, modelId);
      if (folder !== undefined) await this.rows.propose(id, { name: folder });
      this.unitOfWork.publish(new DraftChanged(id, creatorId));
      return (await this.drafts.byId(id)) as Draft;
    });
  }

  private async begin(creatorId: string, clientId: string, modelId: string | undefined): Promise<string> {
    const { id, at } = this.marks.next();
    const left = await this.rows.abandoned(creatorId, modelId ?? null);
    if (left) {
      await this.rows.resetChecks(left.id, clientId, at);
      return left.id;
    }
    await this.rights.require(creatorId, modelId);
    await this.rows.add({ id, creatorId, clientId, modelId: modelId ?? null, createdAt: at });
    return id;
  }
}
