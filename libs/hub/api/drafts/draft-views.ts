import { Injectable } from '@nestjs/common';
import type {
  DraftFileView,
  DraftForm as FormView,
  DraftView,
  ErrorCode,
  FileRejection as RefusalView,
} from '@visionary/contract';
import { type Draft, type DraftFile, Drafts, type FileRejection } from '../../domain/drafts.js';
import { Versions } from '../../domain/version.js';
import { LocalDuplicates } from '../versions/local-duplicates.js';
import { LocalUploadProgress } from './local-upload-progress.js';

/** Drafts as their creator sees them. */
@Injectable()
export class DraftViews {
  constructor(
    private readonly drafts: Drafts,
    private readonly versions: Versions,
    private readonly here: LocalUploadProgress,
    private readonly localDuplicates: LocalDuplicates,
  ) {}

  async byId(id: string): Promise<DraftView | null> {
    const draft = await this.drafts.byId(id);
    return draft && this.one(draft);
  }

  async all(drafts: readonly Draft[]): Promise<DraftView[]> {
    return Promise.all(drafts.map((draft) => this.one(draft)));
  }

  private async one(draft: Draft): Promise<DraftView> {
    const [files, model, version, localDuplicateOf] = await Promise.all([
      this.drafts.filesOf(draft.id),
      draft.modelId === null ? null : this.versions.modelById(draft.modelId),
      draft.versionId === null ? null : this.versions.byId(draft.versionId),
      draft.facts ? this.localDuplicates.titleOf(draft.facts.kind, draft.hash) : undefined,
    ]);
    return {
      ...{ id: draft.id, state: draft.state, files: files.map((file) => this.file(file)), changedAt: draft.changedAt },
      ...(model && { model: { id: model.id, name: model.name } }),
      ...(draft.facts && {
        facts: { ...draft.facts, dtypes: [...draft.facts.dtypes], triggerWords: [...draft.facts.triggerWords] },
      }),
      ...(localDuplicateOf !== undefined && { localDuplicateOf }),
      ...(draft.refusal && { rejection: refusalView(draft.refusal) }),
      ...(draft.turnedAway.length > 0 && {
        rejectedFiles: draft.turnedAway.map(({ path, refusal }) => ({ path, rejection: refusalView(refusal) })),
      }),
      // Both were held against the contract before they were written down.
      ...{ form: draft.form as FormView, suggestedForm: draft.proposed as FormView },
      ...(version && { published: { modelId: version.modelId, versionId: version.id } }),
    };
  }

  private file({
    id,
    path,
    bytes,
    received,
    sha256,
    state,
    isKnown: isDeduplicated,
    refusal,
  }: DraftFile): DraftFileView {
    return {
      ...{ id, path, bytes, state, isDeduplicated },
      received: state === 'uploading' ? Math.max(received, this.here.of(id)) : bytes,
      ...(sha256 !== null && { sha256 }),
      ...(refusal && { rejection: refusalView(refusal) }),
    };
  }
}

const refusalView = ({ code, detail }: FileRejection): RefusalView => ({
  code: code as ErrorCode,
  ...(detail && { detail: { ...detail } }),
});
