import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { type QueueStats, QueueStatsReader } from '../../domain/cases/queue-figures.js';

const WEEK_MS = 7 * 86_400_000;

/** What has waited longest, and how fast it went in the last seven days. */
@Injectable()
export class ReadQueueStats {
  constructor(
    private readonly figures: QueueStatsReader,
    private readonly clock: Clock,
  ) {}

  run(): Promise<QueueStats> {
    return this.figures.since(this.clock.now() - WEEK_MS);
  }
}
