import { Injectable } from '@nestjs/common';
import type { Take } from '../domain/take.js';
import { Takes } from '../domain/takes.js';

/** What a list of rooms shows of each: the take that renders and the one that finished last. */
@Injectable()
export class NewestTakes {
  constructor(private readonly takes: Takes) {}

  async run(roomIds: readonly string[]): Promise<ReadonlyMap<string, { rendering?: Take; finished?: Take }>> {
    const newest = new Map<string, { rendering?: Take; finished?: Take }>(roomIds.map((roomId) => [roomId, {}]));
    for (const rendering of await this.takes.newest(roomIds, 'rendering')) {
      newest.set(rendering.roomId, { rendering });
    }
    for (const finished of await this.takes.newest(roomIds, 'finished')) {
      newest.set(finished.roomId, { ...newest.get(finished.roomId), finished });
    }
    return newest;
  }
}
