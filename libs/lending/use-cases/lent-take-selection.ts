import { Injectable, type OnModuleInit } from '@nestjs/common';
import { isSystemTake, LentTakeRules, type OfferableTake } from '@visionary/generation';
import { Clock, isRejection } from '@visionary/kernel';
import { accepts } from '../domain/accepts.js';
import { LentRenderers } from './lent-renderers.js';

/** Decides which waiting takes a lent renderer gets. */
@Injectable()
export class LentTakeSelection implements OnModuleInit {
  constructor(
    private readonly rules: LentTakeRules,
    private readonly renderers: LentRenderers,
    private readonly rooms: RoomsForLentRenderers,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.rules.register((id, takes) => this.select(id, takes));
  }

  private async select(id: string, takes: readonly OfferableTake[]): Promise<ReadonlySet<string>> {
    const renderer = await this.renderers.current(id).catch((error: unknown) => {
      if (isRejection(error)) return null;
      throw error;
    });
    if (!renderer || takes.length === 0) return new Set();
    const allowing = await this.rooms.allowing([...new Set(takes.map(({ roomId }) => roomId))]);
    const now = this.clock.now();
    const accepted = takes.filter((take) =>
      accepts(renderer, { ...take, roomAllowsLent: allowing.has(take.roomId), isSample: isSystemTake(take) }, now),
    );
    return new Set(accepted.map((take) => take.id));
  }
}
