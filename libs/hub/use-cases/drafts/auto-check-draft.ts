import { Injectable } from '@nestjs/common';
import { isRejection } from '@visionary/kernel';
import { seemsComplete } from '../../domain/drafts/seems-complete.js';
import { Drafts } from '../../domain/drafts.js';
import { ChangeDraft } from './change-draft.js';

/** A draft into which nothing comes any more is checked without being asked for it. */
@Injectable()
export class AutoCheckDraft {
  constructor(
    private readonly drafts: Drafts,
    private readonly changeDraft: ChangeDraft,
  ) {}

  async run(draftId: string): Promise<void> {
    const draft = await this.drafts.byId(draftId);
    if (draft?.state !== 'uploading') return;
    const files = await this.drafts.filesOf(draftId);
    if (!files.every(({ state }) => state === 'checked') || !seemsComplete(files.map(({ path }) => path))) return;
    try {
      await this.changeDraft.ask(draft.creatorId, draftId);
    } catch (error) {
      // Something came in, or it went, in the meantime.
      if (!isRejection(error)) throw error;
    }
  }
}
