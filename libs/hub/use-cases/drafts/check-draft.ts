import { Injectable } from '@nestjs/common';
import type { MaterializedFile } from '../../domain/drafts/upload-ports.js';
import type { DraftCheckResult } from '../../domain/drafts/draft-repository.js';
import type { Draft, DraftFile, FileRejection } from '../../domain/drafts.js';
import type { FileFacts } from '../../domain/version.js';
import { Desk } from './desk.js';
import { SuggestDraftForm } from './proposals.js';
import { NewFilesCheck } from '../versions/new-files-check.js';
import { RecordDraftCheck } from './record-draft-check.js';
import { RunTrialOnce } from './run-trial-once.js';

/** Looks at a draft's files as a whole, tries them, and says whether they can be published. */
@Injectable()
export class CheckDraft {
  constructor(
    private readonly desk: Desk,
    private readonly runTrialOnce: RunTrialOnce,
    private readonly suggestDraftForm: SuggestDraftForm,
    private readonly settle: RecordDraftCheck,
    private readonly fresh: NewFilesCheck,
  ) {}

  /** @param holder whose turn it is: what comes of it counts as long as it is */
  async run(draft: Draft, holder: string, signal: AbortSignal): Promise<void> {
    const files = await this.settle.withoutFolderAround(draft.id);
    if (files.length === 0 || files.some(({ state }) => state === 'uploading')) {
      return this.settle.run(draft, holder, { state: 'uploading' });
    }
    if (files.some(({ state }) => state === 'rejected')) {
      return this.settle.run(draft, holder, { state: 'rejected', refusal: null });
    }
    const verdict = await this.look(draft, files, signal);
    signal.throwIfAborted();
    await this.settle.run(draft, holder, verdict);
  }

  private async look(draft: Draft, files: readonly DraftFile[], signal: AbortSignal): Promise<DraftCheckResult> {
    const laidOut = files.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256: sha256 as string }));
    const dir = await this.desk.kept.materialize(laidOut, signal);
    try {
      const looked = await this.desk.inspection.folder(dir, laidOut, signal);
      signal.throwIfAborted();
      if (!looked.ok) return refused(looked.refusal);
      if (await this.fresh.isRemoved(looked.hash, files)) return refused({ code: 'HUB_MATCHES_REMOVED_CONTENT' });
      return await this.tried(draft, { dir, files: laidOut, ...looked }, signal);
    } finally {
      await this.desk.kept.removeMaterialized(dir);
    }
  }

  private async tried(draft: Draft, found: Found, signal: AbortSignal): Promise<DraftCheckResult> {
    const { facts, hash, dir, files } = found;
    const proposed = await this.suggestDraftForm.of(draft, facts, dir, files);
    const name = draft.form.name ?? proposed.name ?? draft.id;
    const result = await this.runTrialOnce.run({ kind: facts.kind, dir, name }, hash, signal);
    return result.ok
      ? { state: 'ready', facts, hash, proposed, renderFacts: result.renderFacts }
      : refused(result.refusal);
  }
}

interface Found {
  readonly dir: string;
  readonly files: readonly MaterializedFile[];
  readonly facts: FileFacts;
  readonly hash: string;
}

const refused = (fileRejection: FileRejection): DraftCheckResult => ({ state: 'rejected', refusal: fileRejection });
