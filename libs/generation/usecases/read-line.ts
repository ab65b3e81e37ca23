import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { isHouseTake } from '../domain/house-takes.js';
import { Measures } from '../domain/measures.js';
import { NewestPreviews } from '../domain/newest-previews.js';
import { endOf, type Place, placesOf } from '../domain/queue-places.js';
import { Renderers } from '../domain/renderers.js';
import { Turns } from '../domain/turns.js';
import { TURNS_REMEMBERED_MS } from './claim-next-take.js';

/** Behind so many waiting takes the time to start is not estimated; the position is exact. */
const ESTIMATED_AT_MOST = 1_000;

/** Where every waiting and rendering take stands, over all rooms. */
@Injectable()
export class ReadLine {
  constructor(
    private readonly turns: Turns,
    private readonly renderers: Renderers,
    private readonly measures: Measures,
    private readonly previews: NewestPreviews,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<Place[]> {
    const now = this.clock.now();
    const { waiting: all, running } = await this.turns.backlog(ESTIMATED_AT_MOST);
    // Nobody waits for what the house renders for itself, until it renders.
    const waiting = all.filter((take) => !isHouseTake(take));
    const served = waiting.length > 1 ? await this.turns.served(now - TURNS_REMEMBERED_MS) : [];
    const msLeft = (takeId: string) => this.previews.msLeft(takeId, now);
    const renderers = this.renderers.list();
    return placesOf({ running, waiting, served, renderers, now, msLeft }, this.measures);
  }

  /** Where one more take would stand behind these. */
  endOf(places: readonly Place[]): ReturnType<typeof endOf> {
    return endOf(places, this.renderers.list().filter(({ state }) => state !== 'away').length);
  }
}
