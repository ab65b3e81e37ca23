import { hash } from 'node:crypto';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Clock, Jobs, UnitOfWork } from '@visionary/kernel';
import { modelCacheTag } from '../../domain/versions/cache-tags.js';
import { type Download, SqlDownloadCounts } from '../../storage/downloads/sql-download-counts.js';
import { Versions } from '../../storage/versions.js';

const DAY_MS = 86_400_000;
const WRITE_INTERVAL_MS = 2_000;
/** Downloads beyond this aren't counted while the database is unavailable. */
const MAX_PENDING = 20_000;

/**
 * Counts downloads in batches, so that no download waits for the database. A user counts once a day per version, on any number of
 * nodes.
 */
@Injectable()
export class DownloadCounter implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Downloads');
  private pending = new Map<string, Download>();
  private writing: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly counts: SqlDownloadCounts,
    private readonly versions: Versions,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    jobs: Jobs,
  ) {
    // Nodes with other clocks may still count yesterday's downloads.
    const run = () => counts.forgetBefore(Math.floor(clock.now() / DAY_MS) - 1);
    jobs.register({ kind: 'hub.forgetDownloads', everyMs: DAY_MS / 24, run });
  }

  onModuleInit(): void {
    this.timer = setInterval(() => void this.write(), WRITE_INTERVAL_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.write();
  }

  /** @param downloader user id or address. Hashed with the day and version, so that downloads can't be linked */
  add(versionId: string, downloader: string): void {
    if (this.pending.size >= MAX_PENDING) return;
    const day = Math.floor(this.clock.now() / DAY_MS);
    const downloaderHash = hash('sha256', `${day} ${versionId} ${downloader}`);
    this.pending.set(downloaderHash, { versionId, day, downloaderHash });
  }

  /** Writes all pending downloads. */
  write(): Promise<void> {
    return (this.writing = this.writing.then(() => this.writePending()));
  }

  private async writePending(): Promise<void> {
    if (this.pending.size === 0) return;
    const batch = this.pending;
    this.pending = new Map();
    for (const [versionId, downloads] of Map.groupBy(batch.values(), (download) => download.versionId)) {
      try {
        await this.count(versionId, downloads);
      } catch (error) {
        this.logger.error('Failed to count downloads', error);
        for (const download of downloads) this.pending.set(download.downloaderHash, download);
      }
    }
  }

  /** @param downloads all of one version */
  private async count(versionId: string, downloads: readonly Download[]): Promise<void> {
    const version = await this.versions.byId(versionId);
    if (!version) return;
    await this.unitOfWork.run(() => this.counts.add(versionId, downloads), [modelCacheTag(version.modelId)]);
  }
}
