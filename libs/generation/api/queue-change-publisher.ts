import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type DomainEvent, DomainEvents, type DomainEventType } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { TakeCancelled, TakeFailed, TakeFinished, TakeQueued, TakeRequeued, TakeStarted } from '../domain/events.js';
import type { MeasuredTake } from '../domain/takes.js';

/** What every node hears when the line has moved. */
export interface QueueChange {
  /** A take that renders no longer. */
  readonly ended?: string;
  /** What it cost, if it was rendered to its end. */
  readonly measured?: MeasuredTake;
}

const CHANGED = 'generation.line';

/** Carries what happened to takes here to every node, this one too. */
@Injectable()
export class QueueChangePublisher implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.tell(TakeQueued, () => ({}));
    this.tell(TakeStarted, () => ({}));
    this.tell(TakeRequeued, ({ takeId }) => ({ ended: takeId }));
    this.tell(TakeFailed, ({ take }) => ({ ended: take.id }));
    this.tell(TakeCancelled, ({ take }) => ({ ended: take.id }));
    // Of a take that somebody stopped the steps are not known here.
    this.tell(TakeFinished, ({ take: { id, settings, renderMs, stopped } }) => ({
      ended: id,
      ...(!stopped && { measured: { settings, renderMs: renderMs ?? 0 } }),
    }));
  }

  onChange(listener: (change: QueueChange) => void): void {
    this.bus.subscribe(CHANGED, listener);
    this.bus.onRecovered(() => listener({}));
  }

  private tell<E extends DomainEvent>(type: DomainEventType<E>, change: (event: E) => QueueChange): void {
    this.events.afterCommit(type, (event) => this.bus.publish(CHANGED, change(event)));
  }
}
