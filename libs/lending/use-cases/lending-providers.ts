import { Injectable, type OnModuleInit } from '@nestjs/common';
import { isSystemTake, LendableTakes, LentTakeRules, type OfferableTake, TakeFinished } from '@visionary/generation';
import { Clock, DomainEvents, isRejection } from '@visionary/kernel';
import { RoomsService } from '@visionary/rooms';
import { accepts } from '../domain/accepts.js';
import type { LentRenderer } from '../domain/lent-renderer.js';
import { LentRenderersRepository } from '../storage/lent-renderers.repository.js';
import { LentRenderers } from './lent-renderers.js';

/** Decides for generation which waiting takes a lent renderer gets, and counts those that it rendered. */
@Injectable()
export class LendingProviders implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly lentTakeRules: LentTakeRules,
    private readonly lendableTakes: LendableTakes,
    private readonly rooms: RoomsService,
    private readonly renderers: LentRenderers,
    private readonly repository: LentRenderersRepository,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.lentTakeRules.register((id, takes) => this.select(id, takes));
    this.events.beforeCommit(TakeFinished, async ({ take: { lentBy, renderMs } }) => {
      if (lentBy) await this.repository.countTake(lentBy.id, renderMs ?? 0);
    });
  }

  private async select(id: string, takes: readonly OfferableTake[]): Promise<ReadonlySet<string>> {
    const renderer = takes.length === 0 ? null : await this.admitted(id);
    if (!renderer) return new Set();
    const allowing = await this.rooms.allowingLentRenderers([...new Set(takes.map(({ roomId }) => roomId))]);
    const now = this.clock.now();
    const accepted = takes.filter((take) =>
      accepts(renderer, { ...take, roomAllowsLent: allowing.has(take.roomId), isSample: isSystemTake(take) }, now),
    );
    return this.lendableTakes.among(
      accepted.map((take) => take.id),
      renderer.ownerId,
    );
  }

  /** @returns null if it may render nothing */
  private async admitted(id: string): Promise<LentRenderer | null> {
    try {
      return await this.renderers.current(id);
    } catch (error) {
      if (isRejection(error)) return null;
      throw error;
    }
  }
}
