import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { RecentModelRooms, ModelSelections } from '../domain/model-selections.js';

const RECENT_MS = 30 * 86_400_000;

/** How many rooms would miss models or LoRAs: those where they are chosen just now, and those that rendered with them lately. */
@Injectable()
export class CountRoomsUsingModel {
  constructor(
    private readonly recent: RecentModelRooms,
    private readonly choosing: ModelSelections,
    private readonly clock: Clock,
  ) {}

  async run(ids: readonly string[]): Promise<number> {
    const lately = await this.recent.with(ids, this.clock.now() - RECENT_MS);
    return new Set([...lately, ...(await this.choosing.of(ids))]).size;
  }
}
