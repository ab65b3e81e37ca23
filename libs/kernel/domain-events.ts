/**
 * A class of domain events. Each is something that happened, named noun + past participle (`MessageSent`). Carries plain values,
 * never entities.
 */
export type DomainEventType<E extends object> = new (...args: never[]) => E;
type Handler<E extends object> = (event: E) => Promise<void> | void;

interface Subscription {
  readonly type: DomainEventType<object>;
  readonly handler: Handler<object>;
}

/** Where slices register handlers of domain events. In-process: the bus carries what other nodes need. */
export class DomainEvents {
  private readonly before: Subscription[] = [];
  private readonly after: Subscription[] = [];

  /** @param onError gets errors of handlers that run after the commit */
  constructor(private readonly onError: (event: object, error: unknown) => void) {}

  /** Runs inside the transaction, in order of registration. An error rolls everything back. */
  beforeCommit<E extends object>(type: DomainEventType<E>, handler: Handler<E>): void {
    this.before.push({ type, handler: handler as Handler<object> });
  }

  /** Runs after the commit, in commit order on this node. Errors are logged and don't affect other handlers. */
  afterCommit<E extends object>(type: DomainEventType<E>, handler: Handler<E>): void {
    this.after.push({ type, handler: handler as Handler<object> });
  }

  /** For the unit of work. Handlers may publish more events, so the list can grow during the loop. */
  async handleBeforeCommit(published: readonly object[]): Promise<void> {
    for (let index = 0; index < published.length; index++) {
      const event = published[index];
      for (const { type, handler } of this.before) if (event instanceof type) await handler(event);
    }
  }

  /** For the unit of work. Starts all handlers in order without awaiting them, which preserves the order of commits. */
  handleAfterCommit(published: readonly object[]): void {
    for (const event of published) {
      for (const { type, handler } of this.after) if (event instanceof type) this.start(handler, event);
    }
  }

  private start(handler: Handler<object>, event: object): void {
    try {
      Promise.resolve(handler(event)).catch((error: unknown) => this.onError(event, error));
    } catch (error) {
      this.onError(event, error);
    }
  }
}
