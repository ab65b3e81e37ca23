import { hash } from 'node:crypto';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import type { Download } from '../../domain/downloads/download-counts.js';
import { CountDownloads } from '../../use-cases/downloads/count-downloads.js';

const DAY_MS = 86_400_000;
const WRITE_EVERY_MS = 2_000;
/** While the database is away; those beyond are not counted. */
const KEPT_AT_MOST = 20_000;

/** Collects who takes what along, and has it written down every few seconds: no download waits for a row, or for another. */
@Injectable()
export class DownloadCounter implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Downloads');
  private waiting = new Map<string, Download>();
  private writing: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private forgottenOn = 0;

  constructor(
    private readonly count: CountDownloads,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.write(), WRITE_EVERY_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.write();
  }

  /** @param who a user's id or an address: hashed with the day and the version, it leads from none of them to another */
  note(versionId: string, who: string): void {
    if (this.waiting.size >= KEPT_AT_MOST) return;
    const day = Math.floor(this.clock.now() / DAY_MS);
    const hashed = hash('sha256', `${day} ${versionId} ${who}`);
    this.waiting.set(hashed, { versionId, day, who: hashed });
  }

  /** All that was noted by now. */
  write(): Promise<void> {
    return (this.writing = this.writing.then(() => this.writeWaiting()));
  }

  private async writeWaiting(): Promise<void> {
    if (this.waiting.size === 0) return;
    const noted = this.waiting;
    this.waiting = new Map();
    for (const [versionId, downloads] of Map.groupBy(noted.values(), (download) => download.versionId)) {
      try {
        await this.count.run(versionId, downloads);
      } catch (error) {
        this.logger.error('Downloads could not be counted', error);
        for (const download of downloads) this.waiting.set(download.who, download);
      }
    }
    await this.forget();
  }

  private async forget(): Promise<void> {
    const today = Math.floor(this.clock.now() / DAY_MS);
    if (today === this.forgottenOn) return;
    // Nodes whose clocks differ may still count yesterday's.
    await this.count.forgetBefore(today - 1).then(
      () => (this.forgottenOn = today),
      (error: unknown) => this.logger.error('Former downloads could not be forgotten', error),
    );
  }
}
