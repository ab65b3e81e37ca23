import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents, type DomainEventType } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { TakeCancelled, TakeFailed, TakeFinished, TakeQueued, TakeRequeued, TakeStarted } from '../domain/events.js';
import type { MeasuredTake } from '../domain/image-work.js';
import { countPromptParts } from '../storage/count-prompt-parts.js';

export interface QueueChange {
  /** Id of a take that stopped rendering. */
  readonly ended?: string;
  /** Timing of a take that was rendered completely. */
  readonly measured?: MeasuredTake;
}

const TOPIC = 'generation.line';

/** Publishes queue changes to every node, this one included. */
@Injectable()
export class QueueChangePublisher implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.publishOn(TakeQueued, () => ({}));
    this.publishOn(TakeStarted, () => ({}));
    this.publishOn(TakeRequeued, ({ take }) => ({ ended: take.id }));
    this.publishOn(TakeFailed, ({ take }) => ({ ended: take.id }));
    this.publishOn(TakeCancelled, ({ take }) => ({ ended: take.id }));
    // The number of steps of a stopped take is unknown here.
    this.publishOn(TakeFinished, ({ take: { id, prompt, settings, renderMs, stopped, renderedOn, lentBy } }) => ({
      ended: id,
      ...(!stopped && {
        measured: {
          settings,
          promptParts: countPromptParts(prompt),
          renderMs: renderMs ?? 0,
          ...(renderedOn && { renderedOn }),
          ...(lentBy && { lentBy: lentBy.id }),
        },
      }),
    }));
  }

  onChange(listener: (change: QueueChange) => void): void {
    this.bus.subscribe(TOPIC, listener);
    this.bus.onRecovered(() => listener({}));
  }

  private publishOn<E extends object>(type: DomainEventType<E>, change: (event: E) => QueueChange): void {
    this.events.afterCommit(type, (event) => this.bus.publish(TOPIC, change(event)));
  }
}
