import { Injectable, Logger } from '@nestjs/common';
import { Clock, isRejection } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { IncomingFiles } from '../../domain/drafts/desk.js';
import { DraftFiles, type FileInWork } from '../../domain/drafts/draft-files.js';
import { TakeInFile } from '../../usecases/drafts/take-in-file.js';
import { isDiskFull } from './disk-incoming-files.js';
import type { TurnTaker } from './turns-at-work.js';

/** What ended the process that looked at it so often is not looked at again. */
const LOOKS_AT_MOST = 3;
/** So long another node, which has the bytes, has the first word. */
const OTHERS_FIRST_MS = 10 * 60_000;

/** One file that has come, as this node works on it. */
@Injectable()
export class FileWork {
  private readonly logger = new Logger('Uploads');

  constructor(
    private readonly files: DraftFiles,
    private readonly takeIn: TakeInFile,
    private readonly incoming: IncomingFiles,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  waiting(atMost: number): Promise<FileInWork[]> {
    return this.files.waiting(this.clock.now(), atMost);
  }

  /** Where nodes share no disk, the one that received it does. */
  async isHere({ id, createdAt }: FileInWork): Promise<boolean> {
    if (this.config.mode === 'embedded' || (await this.incoming.sizeOf(id)) !== null) return true;
    return this.clock.now() - createdAt > OTHERS_FIRST_MS;
  }

  takerOf(file: FileInWork): TurnTaker {
    const { id } = file;
    let looks = 0;
    return {
      take: async (turn) => (looks = (await this.files.look(id, turn)) ?? 0) > 0,
      keepOn: (turn) => this.files.take(id, turn),
      letGo: (holder) => this.files.lookedInVain(id, holder, null),
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
  private async tryLater({ id, draftId }: FileInWork, holder: string, error: unknown): Promise<void> {
    // It was taken away meanwhile, and its bytes with it.
    if (!(await this.files.byId(id))) return;
    const isFull = isDiskFull(error) || isRejection(error, 'HUB_DISK_FULL');
    if (isFull) this.logger.warn('The disk is full: a file waits', { id });
    else this.logger.error('A file could not be looked at', { id, draftId }, error);
    if (isFull) await this.files.lookedInVain(id, holder, this.clock.now() + OTHERS_FIRST_MS / 10);
  }
}
