import { Injectable } from '@nestjs/common';
import { DraftFiles } from '../../domain/drafts/draft-files.js';
import { DraftLimits } from '../../domain/drafts/draft-limits.js';
import { DraftRepository } from '../../domain/drafts/draft-repository.js';
import { type Draft, Drafts } from '../../domain/drafts.js';
import { ownDraft } from './own-draft.js';

@Injectable()
export class ListDrafts {
  constructor(
    private readonly rows: DraftRepository,
    private readonly drafts: Drafts,
    private readonly files: DraftFiles,
    private readonly limits: DraftLimits,
  ) {}

  async run(creatorId: string): Promise<{ drafts: Draft[]; quota: { bytes: number; used: number } }> {
    const [drafts, used] = await Promise.all([this.rows.ofCreator(creatorId), this.files.bytesOf(creatorId)]);
    return { drafts, quota: { bytes: this.limits.quotaBytes, used } };
  }

  /** @throws Rejection HUB_DRAFT_NOT_FOUND */
  async requireOwn(userId: string, draftId: string): Promise<void> {
    ownDraft(await this.drafts.byId(draftId), userId);
  }
}
