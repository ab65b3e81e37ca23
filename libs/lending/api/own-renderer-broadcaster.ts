import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Renderers } from '@visionary/generation';
import { DomainEvents } from '@visionary/kernel';
import { Broadcast } from '@visionary/platform/realtime';
import { LentRendererChanged } from '../domain/lent-renderer.js';
import { LentRenderersRepository } from '../storage/lent-renderers.repository.js';

/** Notifies lenders of what their programs do, and of changes that others made. */
@Injectable()
export class OwnRendererBroadcaster implements OnModuleInit {
  /** What the programs of each lender do, as JSON. */
  private last = new Map<string, string>();

  constructor(
    private readonly events: DomainEvents,
    private readonly connected: Renderers,
    private readonly renderers: LentRenderersRepository,
    private readonly broadcast: Broadcast,
  ) {}

  onModuleInit(): void {
    this.connected.onChange(() => this.onConnectedChange());
    this.events.afterCommit(LentRendererChanged, async ({ id }) => {
      const renderer = await this.renderers.find(id);
      if (renderer) this.broadcast.toUser(renderer.ownerId, 'me.stateChanged', { what: 'lentRenderers' });
    });
  }

  /** Every node sees all renderers. */
  private onConnectedChange(): void {
    const lent = this.connected
      .list()
      .flatMap(({ lender, state, pausedBy, attempt, device }) =>
        lender ? [{ lender, state, pausedBy, model: attempt?.model, device }] : [],
      );
    const byOwner = Map.groupBy(lent, ({ lender }) => lender.ownerId);
    const current = new Map([...byOwner].map(([ownerId, statuses]) => [ownerId, JSON.stringify(statuses)]));
    for (const ownerId of new Set([...current.keys(), ...this.last.keys()])) {
      if (current.get(ownerId) === this.last.get(ownerId)) continue;
      this.broadcast.toUserLocally(ownerId, 'me.stateChanged', { what: 'lentRenderers' });
    }
    this.last = current;
  }
}
