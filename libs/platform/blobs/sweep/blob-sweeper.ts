import { Injectable, Logger } from '@nestjs/common';
import { Clock, Jobs } from '@visionary/kernel';
import { Metrics } from '@visionary/platform/http';
import { BlobStore } from '../blob-store.js';
import { FreeSpace } from '../free-space.js';
import { BlobReferences } from '../references/blob-references.js';
import { type SweepResult, sweepBlobs } from './blob-sweep.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Sweeps unreferenced blobs once a day on one of the nodes, and logs the result. */
@Injectable()
export class BlobSweeper {
  private readonly logger = new Logger('Blobs');
  private readonly total = { dropped: 0, droppedBytes: 0, last: null as SweepResult | null };

  constructor(
    private readonly blobs: BlobStore,
    private readonly references: BlobReferences,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly freeSpace: FreeSpace,
    jobs: Jobs,
  ) {
    this.addMetrics();
    const run = async ({ signal }: { signal: AbortSignal }) => void (await this.run(signal));
    jobs.register({ kind: 'blobs.sweep', everyMs: DAY_MS, initialDelayMs: 10 * MINUTE_MS, run });
  }

  /** @param signal ends it early. @throws if references can't be read; nothing was deleted after the failure */
  async run(signal = new AbortController().signal): Promise<SweepResult> {
    const result = await sweepBlobs(this.blobs, this.references, () => this.clock.now(), signal);
    this.total.dropped += result.dropped;
    this.total.droppedBytes += result.droppedBytes;
    this.total.last = result;
    this.logger.log('Swept unreferenced blobs', { ...result });
    return result;
  }

  private addMetrics(): void {
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
    metrics.gauge({ name: 'visionary_disk_free_bytes', help: 'Free space on the disk of the data folder' }, async () =>
      [await this.freeSpace.freeBytes()].filter(Number.isFinite).map((value) => ({ value })),
    );
    metrics.gauge({ name: 'visionary_disk_writable', help: '1 if the data folder can be written, 0 if not' }, () => [
      { value: Number(this.freeSpace.isWritable) },
    ]);
    metrics.gauge(
      { name: 'visionary_disk_reserve_bytes', help: 'Free space below which new files are rejected' },
      () => [{ value: this.freeSpace.reserveBytes }],
    );
  }
}
