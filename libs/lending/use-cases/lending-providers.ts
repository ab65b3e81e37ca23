import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BUILT_IN_MODEL } from '@visionary/contract';
import { isSystemTake, LentTakeRules, type OfferableTake, TakeFinished } from '@visionary/generation';
import { Clock, DomainEvents, isRejection } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { RoomsService } from '@visionary/rooms';
import { accepts } from '../domain/accepts.js';
import type { LentRenderer } from '../domain/lent-renderer.js';
import { LentRenderersRepository } from '../storage/lent-renderers.repository.js';
import { LentRenderers } from './lent-renderers.js';

/** Published models are known by name and version. */
const isOffered = (model: string): boolean => model.includes('@') || model === BUILT_IN_MODEL;

/** Decides for generation which waiting takes a lent renderer gets, and counts those that it rendered. */
@Injectable()
export class LendingProviders implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly lentTakeRules: LentTakeRules,
    private readonly rooms: RoomsService,
    private readonly renderers: LentRenderers,
    private readonly repository: LentRenderersRepository,
    private readonly config: Config,
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
    const offered = takes.filter(({ model }) => this.config.lendsLocalModels || isOffered(model));
    const accepted = offered.filter((take) =>
      accepts(renderer, { ...take, roomAllowsLent: allowing.has(take.roomId), isSample: isSystemTake(take) }, now),
    );
    return new Set(accepted.map((take) => take.id));
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
