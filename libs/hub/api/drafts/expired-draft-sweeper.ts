import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DraftFiles } from '../../domain/drafts/draft-files.js';
import { ExpireDrafts } from '../../use-cases/drafts/expire-drafts.js';
import { BlobStoredFiles } from './blob-stored-files.js';
import { DiskUploadFiles } from './disk-upload-files.js';

const FIRST_SWEEP_MS = 60_000;
const SWEEP_INTERVAL_MS = 6 * 3_600_000;
/** Younger files may not be recorded in the database yet. */
const ORPHAN_AGE_MS = 24 * 3_600_000;

/** Deletes idle drafts, and files that no draft references. */
@Injectable()
export class ExpiredDraftSweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Drafts');
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly expireDrafts: ExpireDrafts,
    private readonly files: DraftFiles,
    private readonly uploadFiles: DiskUploadFiles,
    private readonly storedFiles: BlobStoredFiles,
  ) {}

  onApplicationBootstrap(): void {
    const sweep = () => void this.sweep();
    this.timers.push(setTimeout(sweep, FIRST_SWEEP_MS).unref(), setInterval(sweep, SWEEP_INTERVAL_MS).unref());
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }

  async sweep(): Promise<void> {
    try {
      const { uploads, drafts } = await this.expireDrafts.run();
      const before = Date.now() - ORPHAN_AGE_MS;
      const strays = await this.uploadFiles.dropUnknown(before, async (id) => (await this.files.byId(id)) !== null);
      const folders = await this.storedFiles.clearOrphans(before);
      if (uploads + drafts + strays + folders === 0) return;
      this.logger.log('Swept drafts', { uploads, drafts, strays, folders });
    } catch (error) {
      this.logger.error('Failed to sweep drafts', error);
    }
  }
}
