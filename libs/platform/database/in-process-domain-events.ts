import { type DomainEvent, DomainEvents, type DomainEventType, type EventHandler } from '@visionary/kernel';
import type { Logger } from '@nestjs/common';

interface Subscription {
  readonly type: DomainEventType<DomainEvent>;
  readonly reaction: EventHandler<DomainEvent>;
}

export class InProcessDomainEvents extends DomainEvents {
  private readonly before: Subscription[] = [];
  private readonly after: Subscription[] = [];

  constructor(private readonly logger: Logger) {
    super();
  }

  beforeCommit<E extends DomainEvent>(type: DomainEventType<E>, eventHandler: EventHandler<E>): void {
    this.before.push({ type, reaction: eventHandler as EventHandler<DomainEvent> });
  }

  afterCommit<E extends DomainEvent>(type: DomainEventType<E>, eventHandler: EventHandler<E>): void {
    this.after.push({ type, reaction: eventHandler as EventHandler<DomainEvent> });
  }

  /** Handlers may publish more events, so the list can grow during the loop. */
  async reactBeforeCommit(announced: readonly DomainEvent[]): Promise<void> {
    for (let index = 0; index < announced.length; index++) {
      const event = announced[index];
      for (const { type, reaction } of this.before) if (event instanceof type) await reaction(event);
    }
  }

  /** Starts all handlers in order without awaiting them, which preserves the order of commits. */
  reactAfterCommit(announced: readonly DomainEvent[]): void {
    for (const event of announced) {
      for (const { type, reaction } of this.after) if (event instanceof type) this.start(reaction, event);
    }
  }

  private start(eventHandler: EventHandler<DomainEvent>, event: DomainEvent): void {
    const failed = (error: unknown) =>
      this.logger.error(`A handler of ${event.constructor.name} failed`, error instanceof Error ? error.stack : error);
    try {
      Promise.resolve(eventHandler(event)).catch(failed);
    } catch (error) {
      failed(error);
    }
  }
}
