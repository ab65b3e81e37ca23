import { Injectable } from '@nestjs/common';
import type {
  DraftFileView,
  DraftForm as FormView,
  DraftView,
  ErrorCode,
  FileRejection as RejectionView,
} from '@visionary/contract';
import { type Draft, type DraftFile, type FileRejection } from '../../domain/drafts.js';
import { Drafts } from '../../storage/drafts/drafts.js';
import { Versions } from '../../storage/versions.js';
import { TrialRegistry } from '../../domain/registries.js';
import { LocalDuplicates } from '../versions/local-duplicates.js';

/** Drafts as their creator sees them. */
@Injectable()
export class DraftViews {
  /** Bytes of uploads that this node receives. The stored number lags behind. */
  private readonly received = new Map<string, number>();

  constructor(
    private readonly drafts: Drafts,
    private readonly versions: Versions,
    private readonly localDuplicates: LocalDuplicates,
    private readonly trials: TrialRegistry,
  ) {}

  setReceived(fileId: string, received: number): void {
    this.received.set(fileId, received);
  }

  clearReceived(fileId: string): void {
    this.received.delete(fileId);
  }

  async byId(id: string): Promise<DraftView | null> {
    const draft = await this.drafts.byId(id);
    return draft && this.viewOf(draft);
  }

  async all(drafts: readonly Draft[]): Promise<DraftView[]> {
    return Promise.all(drafts.map((draft) => this.viewOf(draft)));
  }

  private async viewOf(draft: Draft): Promise<DraftView> {
    const [files, model, version, localDuplicateOf, identical] = await Promise.all([
      this.drafts.filesOf(draft.id),
      draft.modelId === null ? null : this.versions.modelById(draft.modelId),
      draft.versionId === null ? null : this.versions.byId(draft.versionId),
      draft.facts ? this.localDuplicates.titleOf(draft.facts.kind, draft.hash) : undefined,
      draft.state === 'ready' && draft.hash !== null ? this.versions.withFiles(draft.hash, draft.creatorId) : null,
    ]);
    const trial = this.trials.measuredBy(draft.renderFacts);
    return {
      id: draft.id,
      state: draft.state,
      files: files.map((file) => this.fileView(file)),
      changedAt: draft.changedAt,
      ...(model && { model: { id: model.id, name: model.name } }),
      ...(draft.facts && {
        facts: { ...draft.facts, dtypes: [...draft.facts.dtypes], triggerWords: [...draft.facts.triggerWords] },
      }),
      ...(trial && { trial }),
      ...(localDuplicateOf !== undefined && { localDuplicateOf }),
      ...(identical && {
        publishedAs: { modelId: identical.modelId, name: identical.name, label: identical.label },
      }),
      ...(draft.rejection && { rejection: rejectionView(draft.rejection) }),
      ...(draft.rejectedFiles.length > 0 && {
        rejectedFiles: draft.rejectedFiles.map(({ path, rejection }) => ({
          path,
          rejection: rejectionView(rejection),
        })),
      }),
      ...(draft.recognizedFiles.length > 0 && { recognizedFiles: [...draft.recognizedFiles] }),
      // Both were validated by the contract before they were stored.
      form: draft.form as FormView,
      suggestedForm: draft.suggestedForm as FormView,
      ...(version && { published: { modelId: version.modelId, versionId: version.id } }),
    };
  }

  private fileView({ id, path, bytes, received, sha256, state, isDeduplicated, rejection }: DraftFile): DraftFileView {
    return {
      id,
      path,
      bytes,
      state,
      isDeduplicated,
      received: state === 'uploading' ? Math.max(received, this.received.get(id) ?? 0) : bytes,
      ...(sha256 !== null && { sha256 }),
      ...(rejection && { rejection: rejectionView(rejection) }),
    };
  }
}

const rejectionView = ({ code, detail }: FileRejection): RejectionView => ({
  code: code as ErrorCode,
  ...(detail && { detail: { ...detail } }),
});
