import { Injectable, Logger } from '@nestjs/common';
import { Clock, isRejection } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { DraftFiles, type DraftFileForWork } from '../../domain/drafts/draft-files.js';
import { UploadFiles } from '../../domain/drafts/upload-ports.js';
import { InspectFile } from '../../use-cases/drafts/inspect-file.js';
import { isDiskFull } from './disk-upload-files.js';
import type { LeasedTask } from './work-leases.js';

/** A file that crashed as many inspections is rejected. */
const MAX_INSPECTIONS = 3;
/** How long the node that has the bytes goes first. */
const OTHER_NODES_DELAY_MS = 10 * 60_000;

/** Inspects uploaded files under a lease. */
@Injectable()
export class FileInspectionTask {
  private readonly logger = new Logger('Uploads');

  constructor(
    private readonly files: DraftFiles,
    private readonly inspectFile: InspectFile,
    private readonly uploadFiles: UploadFiles,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  waiting(limit: number): Promise<DraftFileForWork[]> {
    return this.files.waiting(this.clock.now(), limit);
  }

  /** Without a shared disk, the node that received the file inspects it. */
  async isLocal({ id, createdAt }: DraftFileForWork): Promise<boolean> {
    if (this.config.mode === 'embedded' || (await this.uploadFiles.sizeOf(id)) !== null) return true;
    return this.clock.now() - createdAt > OTHER_NODES_DELAY_MS;
  }

  taskOf(file: DraftFileForWork): LeasedTask {
    const { id } = file;
    let inspections = 0;
    return {
      acquire: async (lease) => (inspections = (await this.files.startInspection(id, lease)) ?? 0) > 0,
      renew: (lease) => this.files.acquireLease(id, lease),
      release: (holder) => this.files.undoInspection(id, holder, null),
      work: async (holder, signal) => {
        try {
          if (inspections > MAX_INSPECTIONS) await this.inspectFile.rejectCrashing(file, holder);
          else await this.inspectFile.run(file, holder, signal);
        } catch (error) {
          if (signal.aborted) throw error;
          await this.retryLater(file, holder, error);
        }
      },
    };
  }

  /** The lease runs out before the next attempt. A full disk isn't counted, because it isn't the file's fault. */
  private async retryLater({ id, draftId }: DraftFileForWork, holder: string, error: unknown): Promise<void> {
    // The file was removed in the meantime.
    if (!(await this.files.byId(id))) return;
    const isFull = isDiskFull(error) || isRejection(error, 'HUB_DISK_FULL');
    if (isFull) this.logger.warn('The disk is full: a file waits for inspection', { id });
    else this.logger.error('Failed to inspect a file', { id, draftId }, error);
    if (isFull) await this.files.undoInspection(id, holder, this.clock.now() + OTHER_NODES_DELAY_MS / 10);
  }
}
