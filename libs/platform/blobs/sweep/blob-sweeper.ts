import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { Metrics, type RateLimit, RateLimits } from '@visionary/platform/http';
import { BlobStore } from '../blob-store.js';
import { BlobReferences } from '../references/blob-references.js';
import { type SweepResult, sweepBlobs } from './blob-sweep.js';

const MINUTE_MS = 60_000;
const AFTER_START_MS = 10 * MINUTE_MS;
const EVERY_MS = 60 * MINUTE_MS;
/** A little less than a day, so that the first node to check then runs the sweep. */
const ONCE_IN_SECONDS = 23 * 3600;
const ONE = 'one';

/** Sweeps unreferenced blobs once a day on one of the nodes, and logs the result. */
@Injectable()
export class BlobSweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Blobs');
  private readonly turns: RateLimit;
  private readonly ending = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> = Promise.resolve();
  private readonly total = { dropped: 0, droppedBytes: 0, last: null as SweepResult | null };

  constructor(
    private readonly blobs: BlobStore,
    private readonly needs: BlobReferences,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    limits: RateLimits,
  ) {
    this.turns = limits.shared({ name: 'blob-sweep', points: 1, seconds: ONCE_IN_SECONDS });
  }

  onApplicationBootstrap(): void {
    this.tell();
    this.timer = setTimeout(() => this.look(), AFTER_START_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    this.ending.abort();
    await this.running;
  }

  /** Sweeps now, regardless of the schedule. @returns null if it failed; nothing was deleted after the failure */
  async run(): Promise<SweepResult | null> {
    try {
      const swept = await sweepBlobs(this.blobs, this.needs, () => this.clock.now(), this.ending.signal);
      this.total.dropped += swept.dropped;
      this.total.droppedBytes += swept.droppedBytes;
      this.total.last = swept;
      this.logger.log('Swept unreferenced blobs', { ...swept });
      return swept;
    } catch (error) {
      this.logger.error('Sweep of blobs failed', error);
      return null;
    }
  }

  private look(): void {
    this.running = this.turn().finally(() => {
      if (!this.ending.signal.aborted) this.timer = setTimeout(() => this.look(), EVERY_MS).unref();
    });
  }

  private async turn(): Promise<void> {
    try {
      if ((await this.turns.spend(ONE)) === null) await this.run();
    } catch (error) {
      this.logger.error('Could not check whether a sweep is due', error);
    }
  }

  private tell(): void {
    const { metrics, total } = this;
    const help = 'Unreferenced blobs deleted by this server since its start';
    metrics.counter({ name: 'visionary_blobs_swept', help }, () => [{ value: total.dropped }]);
    metrics.counter({ name: 'visionary_blobs_swept_bytes', help: `${help}, in bytes` }, () => [
      { value: total.droppedBytes },
    ]);
    metrics.gauge(
      { name: 'visionary_blobs_bytes', help: 'Size of the blob store after the last sweep by this server' },
      () => (total.last ? [{ value: total.last.keptBytes - total.last.droppedBytes }] : []),
    );
  }
}
