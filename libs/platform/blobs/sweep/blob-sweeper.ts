import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { Metrics, type RateLimit, RateLimits } from '@visionary/platform/http';
import { BlobStore } from '../blob-store.js';
import { BlobReferences } from '../references/blob-references.js';
import { type SweepResult, sweepBlobs } from './blob-sweep.js';

const MINUTE_MS = 60_000;
const AFTER_START_MS = 10 * MINUTE_MS;
const EVERY_MS = 60 * MINUTE_MS;
/** A little less than a day: by whichever node looks first then. */
const ONCE_IN_SECONDS = 23 * 3600;
const ONE = 'one';

/** Once a day one of the nodes takes away what nobody needs, and says how much that was. */
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

  /** Now, whosever turn it is. @returns null where it failed, and has taken no more away from then on */
  async run(): Promise<SweepResult | null> {
    try {
      const swept = await sweepBlobs(this.blobs, this.needs, () => this.clock.now(), this.ending.signal);
      this.total.dropped += swept.dropped;
      this.total.droppedBytes += swept.droppedBytes;
      this.total.last = swept;
      this.logger.log('Swept away what nobody needs', { ...swept });
      return swept;
    } catch (error) {
      this.logger.error('Sweeping ended early', error);
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
      this.logger.error('Whose turn it is to sweep is not known', error);
    }
  }

  private tell(): void {
    const { metrics, total } = this;
    const help = 'Blobs that this server took away since its start because nobody needs them';
    metrics.counter({ name: 'visionary_blobs_swept', help }, () => [{ value: total.dropped }]);
    metrics.counter({ name: 'visionary_blobs_swept_bytes', help: `${help}, in bytes` }, () => [
      { value: total.droppedBytes },
    ]);
    metrics.gauge(
      { name: 'visionary_blobs_bytes', help: 'What this server found in the store when it last swept' },
      () => (total.last ? [{ value: total.last.keptBytes - total.last.droppedBytes }] : []),
    );
  }
}
