import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { NewestPreviews } from '../domain/newest-previews.js';
import { inLine } from '../domain/queue-order.js';
import { type Place, placesOf } from '../domain/queue-places.js';
import { StepTimes } from '../domain/step-times.js';
import { Takes } from '../domain/takes.js';

/** Whoever had no turn for so long counts as never served. */
export const TURNS_REMEMBERED_MS = 60 * 60_000;

/** Where every waiting and rendering take stands, over all rooms. */
@Injectable()
export class ReadLine {
  constructor(
    private readonly takes: Takes,
    private readonly times: StepTimes,
    private readonly previews: NewestPreviews,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<Place[]> {
    const now = this.clock.now();
    const { waiting, running } = await this.takes.backlog();
    const served = waiting.length > 1 ? await this.takes.served(now - TURNS_REMEMBERED_MS) : [];
    const msLeft = (takeId: string) => this.previews.msLeft(takeId, now);
    return placesOf({ running, waiting: inLine(waiting, served), now, msLeft }, this.times);
  }
}
