import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { RecentRooms, RoomsChoosing } from '../domain/rooms-choosing.js';

const RECENT_MS = 30 * 86_400_000;

/** How many rooms would miss models or LoRAs: those where they are chosen just now, and those that rendered with them lately. */
@Injectable()
export class CountRoomsChoosing {
  constructor(
    private readonly recent: RecentRooms,
    private readonly choosing: RoomsChoosing,
    private readonly clock: Clock,
  ) {}

  async run(ids: readonly string[]): Promise<number> {
    const lately = await this.recent.with(ids, this.clock.now() - RECENT_MS);
    return new Set([...lately, ...(await this.choosing.of(ids))]).size;
  }
}
