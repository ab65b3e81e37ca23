import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { RejectionReason } from '@visionary/contract';
import { Clock, type Job, Jobs, storageCodeOf } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { type FileRejection, CHECK_DRAFT } from '../../domain/drafts.js';
import { Drafts } from '../../storage/drafts/drafts.js';
import { INSPECT_FILE } from '../../domain/drafts/draft-files.js';
import { DraftFiles } from '../../storage/drafts/draft-files.js';
import { UploadFiles } from '../../storage/drafts/upload-files.js';
import { CheckDraft } from '../../use-cases/drafts/check-draft.js';
import { DraftsService, REQUEST_CHECK } from '../../use-cases/drafts/drafts.service.js';
import { InspectFile } from '../../use-cases/drafts/inspect-file.js';

/** A file or draft that crashed as many attempts is rejected. */
const MAX_ATTEMPTS = 3;
/** How long the node that has the bytes goes first. */
const OTHER_NODES_DELAY_MS = 10 * 60_000;
const DISK_FAILURE_DELAY_MS = 60_000;

/** Inspects uploaded files, and checks drafts whose files are all inspected. */
@Injectable()
export class DraftJobs implements OnApplicationBootstrap {
  private readonly logger = new Logger('Drafts');

  constructor(
    private readonly files: DraftFiles,
    private readonly drafts: Drafts,
    private readonly uploadFiles: UploadFiles,
    private readonly inspectFile: InspectFile,
    private readonly checkDraft: CheckDraft,
    private readonly config: Config,
    private readonly clock: Clock,
    draftsService: DraftsService,
    jobs: Jobs,
  ) {
    jobs.register({
      kind: INSPECT_FILE,
      // A large archive doesn't block small files.
      concurrency: 2,
      accepts: (fileId) => this.isLocal(fileId),
      run: (job) => this.inspect(job),
    });
    // Trials don't run side by side on a node.
    jobs.register({ kind: CHECK_DRAFT, accepts: (id) => this.isInspected(id), run: (job) => this.check(job) });
    jobs.register({ kind: REQUEST_CHECK, run: ({ key }) => draftsService.requestCheckIfComplete(key) });
  }

  async onApplicationBootstrap(): Promise<void> {
    // A single node has no uploads at its start.
    if (this.config.mode === 'embedded') await this.files.releaseAllLeases();
  }

  /** Without a shared disk, the node that received the file inspects it. */
  private async isLocal(fileId: string): Promise<boolean> {
    if (this.config.mode === 'embedded' || (await this.uploadFiles.sizeOf(fileId)) !== null) return true;
    const file = await this.files.byId(fileId);
    return !file || this.clock.now() - file.createdAt > OTHER_NODES_DELAY_MS;
  }

  private async isInspected(draftId: string): Promise<boolean> {
    const files = await this.drafts.filesOf(draftId);
    return !files.some(({ state }) => state === 'waiting' || state === 'checking');
  }

  private async inspect(job: Job): Promise<{ readonly retryInMs: number } | void> {
    const file = await this.files.startInspection(job.key);
    if (!file) return;
    try {
      if (job.attempts > MAX_ATTEMPTS) await this.inspectFile.rejectCrashing(file, job);
      else await this.inspectFile.run(file, job);
    } catch (error) {
      if (job.signal.aborted) throw error;
      // The file was removed in the meantime.
      if (!(await this.files.byId(file.id))) return;
      const code = storageCodeOf(error);
      // A full or failing disk isn't the file's fault.
      if (!code) throw error;
      this.logger.warn('A file waits for inspection, because the disk cannot be written', { id: file.id, code });
      return { retryInMs: DISK_FAILURE_DELAY_MS };
    }
  }

  private async check(job: Job): Promise<void> {
    const draft = await this.drafts.byId(job.key);
    if (draft?.state !== 'checking') return;
    const reject = (rejection: FileRejection) => this.checkDraft.record(draft, job, { state: 'rejected', rejection });
    if (job.attempts > MAX_ATTEMPTS) {
      const reasonKey: RejectionReason = 'trialCrashed';
      const detail = { reasonKey, reason: 'the server crashed at each trial' };
      return reject({ code: 'MODEL_PROBE_CRASHED', detail });
    }
    try {
      await this.checkDraft.run(draft, job);
    } catch (error) {
      if (job.signal.aborted) throw error;
      // The draft was removed or published in the meantime.
      if ((await this.drafts.byId(draft.id))?.state === 'checking') await reject(this.rejectionOf(error));
    }
  }

  /** The server's fault. The creator can request another check. */
  private rejectionOf(error: unknown): FileRejection {
    const code = storageCodeOf(error);
    if (code) return { code };
    const id = randomUUID();
    this.logger.error('Failed to check a draft', { id }, error);
    return { code: 'INTERNAL', detail: { id } };
  }
}
