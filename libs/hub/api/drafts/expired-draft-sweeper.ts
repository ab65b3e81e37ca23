import { Injectable, Logger } from '@nestjs/common';
import { Jobs } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { DraftFiles } from '../../storage/drafts/draft-files.js';
import { ExpireDrafts } from '../../use-cases/drafts/expire-drafts.js';
import { StoredFiles } from '../../storage/drafts/stored-files.js';
import { UploadFiles } from '../../storage/drafts/upload-files.js';

const DISK_TOPIC = 'hub.sweepDisk';
const HOUR_MS = 3_600_000;
/** Younger files may not be recorded in the database yet. */
const ORPHAN_AGE_MS = 24 * HOUR_MS;

/** Deletes idle drafts, and files that no draft references. Each node sweeps its own disk. */
@Injectable()
export class ExpiredDraftSweeper {
  private readonly logger = new Logger('Drafts');

  constructor(
    private readonly expireDrafts: ExpireDrafts,
    private readonly files: DraftFiles,
    private readonly uploadFiles: UploadFiles,
    private readonly storedFiles: StoredFiles,
    private readonly bus: Bus,
    jobs: Jobs,
  ) {
    jobs.register({ kind: 'hub.sweepDrafts', everyMs: 6 * HOUR_MS, initialDelayMs: 60_000, run: () => this.sweep() });
    bus.subscribe<string>(DISK_TOPIC, (nodeId) => {
      if (nodeId === bus.nodeId) return;
      this.sweepDisk().catch((error: unknown) => this.logger.error('The upload folder could not be swept', error));
    });
  }

  async sweep(): Promise<void> {
    const { uploads, drafts } = await this.expireDrafts.run();
    if (uploads + drafts > 0) this.logger.log('Swept drafts', { uploads, drafts });
    this.bus.publish(DISK_TOPIC, this.bus.nodeId);
    await this.sweepDisk();
  }

  private async sweepDisk(): Promise<void> {
    const before = Date.now() - ORPHAN_AGE_MS;
    const strays = await this.uploadFiles.dropUnknown(before, async (id) => (await this.files.byId(id)) !== null);
    const folders = await this.storedFiles.clearOrphans(before);
    if (strays + folders > 0) this.logger.log('Swept the upload folder', { strays, folders });
  }
}
