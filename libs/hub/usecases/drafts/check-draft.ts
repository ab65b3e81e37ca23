import { Injectable } from '@nestjs/common';
import type { LaidOutFile } from '../../domain/drafts/desk.js';
import type { Verdict } from '../../domain/drafts/draft-rows.js';
import type { Draft, DraftFile, Refusal } from '../../domain/drafts.js';
import type { FileFacts } from '../../domain/version.js';
import { Desk } from './desk.js';
import { Proposals } from './proposals.js';
import { NewFiles } from '../versions/new-files.js';
import { SettleDraft } from './settle-draft.js';
import { TryOnce } from './try-once.js';

/** Looks at a draft's files as a whole, tries them, and says whether they can be published. */
@Injectable()
export class CheckDraft {
  constructor(
    private readonly desk: Desk,
    private readonly tryOnce: TryOnce,
    private readonly proposals: Proposals,
    private readonly settle: SettleDraft,
    private readonly fresh: NewFiles,
  ) {}

  /** @param holder whose turn it is: what comes of it counts as long as it is */
  async run(draft: Draft, holder: string, signal: AbortSignal): Promise<void> {
    const files = await this.settle.withoutFolderAround(draft.id);
    if (files.length === 0 || files.some(({ state }) => state === 'uploading')) {
      return this.settle.run(draft, holder, { state: 'uploading' });
    }
    if (files.some(({ state }) => state === 'refused')) {
      return this.settle.run(draft, holder, { state: 'refused', refusal: null });
    }
    const verdict = await this.look(draft, files, signal);
    signal.throwIfAborted();
    await this.settle.run(draft, holder, verdict);
  }

  private async look(draft: Draft, files: readonly DraftFile[], signal: AbortSignal): Promise<Verdict> {
    const laidOut = files.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256: sha256 as string }));
    const dir = await this.desk.kept.layOut(laidOut, signal);
    try {
      const looked = await this.desk.inspection.folder(dir, laidOut, signal);
      signal.throwIfAborted();
      if (!looked.ok) return refused(looked.refusal);
      if (await this.fresh.isRemoved(looked.hash, files)) return refused({ code: 'HUB_FILES_REMOVED' });
      return await this.tried(draft, { dir, files: laidOut, ...looked }, signal);
    } finally {
      await this.desk.kept.clear(dir);
    }
  }

  private async tried(draft: Draft, found: Found, signal: AbortSignal): Promise<Verdict> {
    const { facts, hash, dir, files } = found;
    const proposed = await this.proposals.of(draft, facts, dir, files);
    const name = draft.form.name ?? proposed.name ?? draft.id;
    const result = await this.tryOnce.run({ kind: facts.kind, dir, name }, hash, signal);
    return result.ok
      ? { state: 'ready', facts, hash, proposed, renderFacts: result.renderFacts }
      : refused(result.refusal);
  }
}

interface Found {
  readonly dir: string;
  readonly files: readonly LaidOutFile[];
  readonly facts: FileFacts;
  readonly hash: string;
}

const refused = (refusal: Refusal): Verdict => ({ state: 'refused', refusal });
