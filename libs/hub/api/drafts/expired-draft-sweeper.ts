import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DraftFiles } from '../../domain/drafts/draft-files.js';
import { ExpireDrafts } from '../../use-cases/drafts/expire-drafts.js';
import { BlobStoredFiles } from './blob-stored-files.js';
import { DiskUploadFiles } from './disk-upload-files.js';

const FIRST_MS = 60_000;
const EVERY_MS = 6 * 3_600_000;
/** What is younger may be somebody's who has not said so yet. */
const LEFT_MS = 24 * 3_600_000;

/** Takes away what nobody goes on with, now and then, and says so. */
@Injectable()
export class ExpiredDraftSweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Drafts');
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly expireDrafts: ExpireDrafts,
    private readonly files: DraftFiles,
    private readonly incoming: DiskUploadFiles,
    private readonly kept: BlobStoredFiles,
  ) {}

  onApplicationBootstrap(): void {
    const sweep = () => void this.sweep();
    this.timers.push(setTimeout(sweep, FIRST_MS).unref(), setInterval(sweep, EVERY_MS).unref());
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }

  async sweep(): Promise<void> {
    try {
      const { uploads, drafts } = await this.expireDrafts.run();
      const leftBefore = Date.now() - LEFT_MS;
      const strays = await this.incoming.dropUnknown(leftBefore, async (id) => (await this.files.byId(id)) !== null);
      const folders = await this.kept.clearLeft(leftBefore);
      if (uploads + drafts + strays + folders === 0) return;
      this.logger.log('Swept away what was left', { uploads, drafts, strays, folders });
    } catch (error) {
      this.logger.error('What was left of drafts could not be swept away', error);
    }
  }
}
