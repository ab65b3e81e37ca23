import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { type Figures, QueueFigures } from '../../domain/cases/queue-figures.js';

const WEEK_MS = 7 * 86_400_000;

/** What has waited longest, and how fast it went in the last seven days. */
@Injectable()
export class ReadFigures {
  constructor(
    private readonly figures: QueueFigures,
    private readonly clock: Clock,
  ) {}

  run(): Promise<Figures> {
    return this.figures.since(this.clock.now() - WEEK_MS);
  }
}
