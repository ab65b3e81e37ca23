import { Injectable } from '@nestjs/common';
import type { RejectionReason } from '@visionary/contract';
import { Clock, type Job, UnitOfWork } from '@visionary/kernel';
import { ReuploadMatcher } from '@visionary/safety';
import {
  type Draft,
  type DraftFile,
  type DraftForm,
  type FileRejection,
  type DraftCheckResult,
} from '../../domain/drafts.js';
import { Drafts } from '../../storage/drafts/drafts.js';
import { DraftFiles } from '../../storage/drafts/draft-files.js';
import { DraftChanged } from '../../domain/drafts/events.js';
import { suggestForm } from '../../domain/drafts/suggest-form.js';
import { Inspection } from '../../storage/drafts/inspection.js';
import { type MaterializedFile, StoredFiles } from '../../storage/drafts/stored-files.js';
import { type TrialInput, TrialRegistry, type TrialResult } from '../../domain/registries.js';
import type { FileFacts } from '../../domain/version.js';
import { SqlQuarantine } from '../../storage/drafts/sql-quarantine.js';
import { CheckVocabulary } from './check-vocabulary.js';
import { fingerprintsOfVersion } from '../versions/fingerprints-of-version.js';

const MODEL_INDEX = 'model_index.json';
const CRASHED = 'MODEL_PROBE_CRASHED';
const TIMEOUT = 'MODEL_PROBE_TIMEOUT';
const TRIAL_TIMEOUT_MS = 15 * 60_000;
/** A timeout may be the machine's fault, so it quarantines only for this long. */
const TIMEOUT_QUARANTINE_MS = 24 * 3_600_000;

/** Inspects a draft's files as a whole, tries them, and records whether they can be published. */
@Injectable()
export class CheckDraft {
  constructor(
    private readonly drafts: Drafts,
    private readonly files: DraftFiles,
    private readonly inspection: Inspection,
    private readonly storedFiles: StoredFiles,
    private readonly checkVocabulary: CheckVocabulary,
    private readonly trialRegistry: TrialRegistry,
    private readonly quarantine: SqlQuarantine,
    private readonly reuploads: ReuploadMatcher,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** The result is discarded if the lease of the job is lost. */
  async run(draft: Draft, job: Job): Promise<void> {
    const files = await this.stripRootFolder(draft.id);
    if (files.length === 0 || files.some(({ state }) => state === 'uploading')) {
      return this.record(draft, job, { state: 'uploading' });
    }
    if (files.some(({ state }) => state === 'rejected')) {
      return this.record(draft, job, { state: 'rejected', rejection: null });
    }
    const result = await this.inspect(draft, files, job.signal);
    job.signal.throwIfAborted();
    await this.record(draft, job, result);
  }

  /** Records a result while the lease is held. A rejection that names a file is recorded at the file. */
  record({ id, creatorId }: Draft, job: Job, result: DraftCheckResult): Promise<void> {
    return this.unitOfWork.run(async () => {
      if ((await this.drafts.lock(id))?.state !== 'checking' || !(await job.complete())) return;
      const rejection = result.state === 'rejected' ? result.rejection : null;
      const path = rejection?.detail?.['path'];
      const rejectedFile =
        path === undefined ? undefined : (await this.drafts.filesOf(id)).find((file) => file.path === path);
      const finalResult: DraftCheckResult = rejectedFile ? { state: 'rejected', rejection: null } : result;
      await this.drafts.settle(id, finalResult, this.clock.now());
      if (rejectedFile && rejection) await this.files.reject(rejectedFile.id, rejection);
      this.unitOfWork.publish(new DraftChanged(id, creatorId));
    });
  }

  /** A root folder around the model is stripped from the paths, and suggested as its name. */
  private stripRootFolder(draftId: string): Promise<DraftFile[]> {
    return this.unitOfWork.run(async () => {
      const draft = await this.drafts.lock(draftId);
      const files = await this.drafts.filesOf(draftId);
      const root = draft && rootFolderOf(files);
      if (!root) return files;
      for (const { id, path } of files) await this.files.rename(id, path.slice(root.length));
      await this.drafts.setSuggestedForm(draftId, { name: root.slice(0, -1) });
      this.unitOfWork.publish(new DraftChanged(draftId, draft.creatorId));
      return this.drafts.filesOf(draftId);
    });
  }

  private async inspect(
    draft: Draft,
    draftFiles: readonly DraftFile[],
    signal: AbortSignal,
  ): Promise<DraftCheckResult> {
    const files = draftFiles.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256: sha256 as string }));
    const dir = await this.storedFiles.materialize(files, signal);
    try {
      const result = await this.inspection.inspectFolder(dir, files, signal);
      signal.throwIfAborted();
      if (!result.ok) return rejected(result.rejection);
      const { facts, hash } = result;
      if (await this.matchesRemovedContent(hash, draftFiles)) return rejected({ code: 'HUB_MATCHES_REMOVED_CONTENT' });
      const vocabulary = await this.checkVocabulary.run(dir, facts.kind);
      if (!vocabulary.ok) return rejected(vocabulary.rejection);
      const suggestedForm = await this.suggestForm(draft, facts, dir, files);
      const name = draft.form.name ?? suggestedForm.name ?? draft.id;
      const trial = await this.runTrialOnce({ kind: facts.kind, dir, name }, hash, signal);
      if (!trial.ok) return rejected(trial.rejection);
      const { renderFacts, isTestRendered } = trial;
      const testedFacts = {
        ...facts,
        ...(isTestRendered !== undefined && { isTestRendered }),
        ...(vocabulary.summary && { vocabulary: vocabulary.summary }),
      };
      return { state: 'ready', facts: testedFacts, hash, suggestedForm, renderFacts };
    } finally {
      await this.storedFiles.removeMaterialized(dir);
    }
  }

  private matchesRemovedContent(hash: string, files: readonly DraftFile[]): Promise<boolean> {
    return this.unitOfWork.run(
      async () => (await this.reuploads.evaluate(fingerprintsOfVersion(hash, files))).blockingVerdict !== null,
    );
  }

  private async suggestForm(
    draft: Draft,
    facts: FileFacts,
    dir: string,
    files: readonly MaterializedFile[],
  ): Promise<DraftForm> {
    const isModel = facts.kind === 'model';
    const index = isModel ? await this.inspection.readJson(dir, MODEL_INDEX) : null;
    const card = isModel ? await this.inspection.readJson(dir, 'visionary.json') : null;
    const paths = files.map(({ path }) => path);
    return suggestForm(facts, { paths, archiveName: draft.suggestedForm.name ?? null, index, card });
  }

  /** Skips the trial of bytes that crashed or hung a renderer before. */
  private async runTrialOnce(
    input: TrialInput,
    hash: string,
    signal: AbortSignal,
  ): Promise<Extract<TrialResult, { ok: true }> | { readonly ok: false; readonly rejection: FileRejection }> {
    const quarantined = await this.quarantine.byHash(hash);
    if (quarantined && this.isStillQuarantined(quarantined)) return { ok: false, rejection: quarantined.rejection };
    const result = await this.runTrial(input, signal);
    if (result.ok) return result;
    const rejection = { code: result.code, detail: result.detail };
    if (result.code === CRASHED || result.code === TIMEOUT) {
      await this.unitOfWork.run(() => this.quarantine.put(hash, rejection, this.clock.now()));
    }
    return { ok: false, rejection };
  }

  private isStillQuarantined({ rejection, at }: { readonly rejection: FileRejection; readonly at: number }): boolean {
    return rejection.code !== TIMEOUT || this.clock.now() - at < TIMEOUT_QUARANTINE_MS;
  }

  /** The runner has a deadline of its own; this one is a safety net. */
  private async runTrial(input: TrialInput, signal: AbortSignal): Promise<TrialResult> {
    const deadline = AbortSignal.timeout(TRIAL_TIMEOUT_MS);
    try {
      return await this.trialRegistry.run(input, AbortSignal.any([signal, deadline]));
    } catch (error) {
      signal.throwIfAborted();
      if (!deadline.aborted) throw error;
      const seconds = Math.round(TRIAL_TIMEOUT_MS / 1000);
      const reasonKey: RejectionReason = 'trialTimeout';
      return { ok: false, code: TIMEOUT, detail: { reasonKey, seconds, reason: `it did not end within ${seconds} s` } };
    }
  }
}

const rejected = (rejection: FileRejection): DraftCheckResult => ({ state: 'rejected', rejection });

const rootFolderOf = (files: readonly DraftFile[]): string | null => {
  const root = /^[^/]+\//.exec(files.find(({ path }) => path.endsWith(`/${MODEL_INDEX}`))?.path ?? '')?.[0];
  if (root === undefined || !files.every(({ path }) => path.startsWith(root))) return null;
  return files.some(({ path }) => path === root + MODEL_INDEX) ? root : null;
};
