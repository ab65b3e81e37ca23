import { Injectable } from '@nestjs/common';
import { DraftFiles } from '../../domain/drafts/draft-files.js';
import { DraftLimits } from '../../domain/drafts/draft-limits.js';
import { DraftRows } from '../../domain/drafts/draft-rows.js';
import { type Draft, Drafts } from '../../domain/drafts.js';
import { ownDraft } from './own-draft.js';

@Injectable()
export class ListDrafts {
  constructor(
    private readonly rows: DraftRows,
    private readonly drafts: Drafts,
    private readonly files: DraftFiles,
    private readonly limits: DraftLimits,
  ) {}

  async run(makerId: string): Promise<{ drafts: Draft[]; quota: { bytes: number; used: number } }> {
    const [drafts, used] = await Promise.all([this.rows.ofMaker(makerId), this.files.bytesOf(makerId)]);
    return { drafts, quota: { bytes: this.limits.quotaBytes, used } };
  }

  /** @throws Rejection HUB_DRAFT_NOT_FOUND */
  async requireOwn(personId: string, draftId: string): Promise<void> {
    ownDraft(await this.drafts.byId(draftId), personId);
  }
}
