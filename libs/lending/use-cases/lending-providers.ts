import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  isSystemTake,
  LendableTakes,
  type LenderRules,
  LentTakeRules,
  type OfferableTake,
  TakeFinished,
} from '@visionary/generation';
import { Clock, DomainEvents, isRejection } from '@visionary/kernel';
import { RoomsService } from '@visionary/rooms';
import { accepts, type OfferedTake } from '../domain/accepts.js';
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
    this.lentTakeRules.register({
      select: (id, takes) => this.select(id, takes),
      explain: (ids, takes) => this.explain(ids, takes),
    });
    this.events.beforeCommit(TakeFinished, async ({ take: { lentBy, renderMs } }) => {
      if (lentBy) await this.repository.countTake(lentBy.id, renderMs ?? 0);
    });
  }

  private async select(id: string, takes: readonly OfferableTake[]): Promise<ReadonlySet<string>> {
    const renderer = takes.length === 0 ? null : await this.admitted(id);
    if (!renderer) return new Set();
    const accepted = this.acceptedBy(renderer, await this.offered(takes));
    return this.lendableTakes.among(
      accepted.map((take) => take.id),
      renderer.ownerId,
    );
  }

  private async explain(ids: readonly string[], takes: readonly OfferableTake[]): ReturnType<LenderRules['explain']> {
    const renderers = (await Promise.all(ids.map((id) => this.admitted(id)))).filter((one) => one !== null);
    const offered = await this.offered(takes);
    const reasons = new Map<string, 'ownRenderersOnly' | 'notPermitted' | 'rules'>();
    for (const { id, roomAllowsLent } of offered) {
      if (!roomAllowsLent) reasons.set(id, 'ownRenderersOnly');
      else if (ids.length > 0) reasons.set(id, 'rules');
    }
    const renderable = new Set<string>();
    for (const renderer of renderers) {
      const accepted = this.acceptedBy(renderer, offered).map(({ id }) => id);
      for (const id of accepted) reasons.set(id, 'notPermitted');
      for (const id of await this.lendableTakes.among(accepted, renderer.ownerId)) renderable.add(id);
    }
    for (const id of renderable) reasons.delete(id);
    return reasons;
  }

  private async offered(takes: readonly OfferableTake[]): Promise<OfferedTake[]> {
    const allowing = await this.rooms.allowingLentRenderers([...new Set(takes.map(({ roomId }) => roomId))]);
    return takes.map((take) => ({ ...take, roomAllowsLent: allowing.has(take.roomId), isSample: isSystemTake(take) }));
  }

  private acceptedBy(renderer: LentRenderer, takes: readonly OfferedTake[]): OfferedTake[] {
    const now = this.clock.now();
    return takes.filter((take) => accepts(renderer, take, now));
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
