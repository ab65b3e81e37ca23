import { Injectable, Logger } from '@nestjs/common';
import { Clock, isRejection } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { UploadFiles } from '../../domain/drafts/upload-ports.js';
import { DraftFiles, type DraftFileForWork } from '../../domain/drafts/draft-files.js';
import { ProcessUploadedFile } from '../../use-cases/drafts/process-uploaded-file.js';
import { isDiskFull } from './disk-upload-files.js';
import type { LeasedTask } from './work-leases.js';

/** What ended the process that looked at it so often is not looked at again. */
const LOOKS_AT_MOST = 3;
/** So long another node, which has the bytes, has the first word. */
const OTHERS_FIRST_MS = 10 * 60_000;

/** One file that has come, as this node works on it. */
@Injectable()
export class FileInspectionTask {
  private readonly logger = new Logger('Uploads');

  constructor(
    private readonly files: DraftFiles,
    private readonly takeIn: ProcessUploadedFile,
    private readonly incoming: UploadFiles,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  waiting(atMost: number): Promise<DraftFileForWork[]> {
    return this.files.waiting(this.clock.now(), atMost);
  }

  /** Where nodes share no disk, the one that received it does. */
  async isHere({ id, createdAt }: DraftFileForWork): Promise<boolean> {
    if (this.config.mode === 'embedded' || (await this.incoming.sizeOf(id)) !== null) return true;
    return this.clock.now() - createdAt > OTHERS_FIRST_MS;
  }

  takerOf(file: DraftFileForWork): LeasedTask {
    const { id } = file;
    let looks = 0;
    return {
      take: async (turn) => (looks = (await this.files.startInspection(id, turn)) ?? 0) > 0,
      keepOn: (turn) => this.files.acquireLease(id, turn),
      letGo: (holder) => this.files.inspectionFailed(id, holder, null),
      work: async (holder, signal) => {
        try {
          if (looks > LOOKS_AT_MOST) await this.takeIn.giveUp(file, holder);
          else await this.takeIn.run(file, holder, signal);
        } catch (error) {
          if (signal.aborted) throw error;
          await this.tryLater(file, holder, error);
        }
      },
    };
  }

  /** The turn is left to run out: so long there is no other. A full disk is nobody's file's fault and is not counted. */
  private async tryLater({ id, draftId }: DraftFileForWork, holder: string, error: unknown): Promise<void> {
    // It was taken away meanwhile, and its bytes with it.
    if (!(await this.files.byId(id))) return;
    const isFull = isDiskFull(error) || isRejection(error, 'HUB_DISK_FULL');
    if (isFull) this.logger.warn('The disk is full: a file waits', { id });
    else this.logger.error('A file could not be looked at', { id, draftId }, error);
    if (isFull) await this.files.inspectionFailed(id, holder, this.clock.now() + OTHERS_FIRST_MS / 10);
  }
}
