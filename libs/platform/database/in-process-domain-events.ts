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

  /** Reactions may announce further events: the list is walked while it grows. */
  async reactBeforeCommit(announced: readonly DomainEvent[]): Promise<void> {
    for (let index = 0; index < announced.length; index++) {
      const event = announced[index];
      for (const { type, reaction } of this.before) if (event instanceof type) await reaction(event);
    }
  }

  /** Starts every reaction in order without waiting between them, so that the order of commits is kept. */
  reactAfterCommit(announced: readonly DomainEvent[]): void {
    for (const event of announced) {
      for (const { type, reaction } of this.after) if (event instanceof type) this.start(reaction, event);
    }
  }

  private start(eventHandler: EventHandler<DomainEvent>, event: DomainEvent): void {
    const failed = (error: unknown) =>
      this.logger.error(`A reaction to ${event.constructor.name} failed`, error instanceof Error ? error.stack : error);
    try {
      Promise.resolve(eventHandler(event)).catch(failed);
    } catch (error) {
      failed(error);
    }
  }
}
