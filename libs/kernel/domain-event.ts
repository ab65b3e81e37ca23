/** Something that happened, named noun + past participle (`MessageSent`). Carries plain values, never entities. */
export abstract class DomainEvent {}

export type DomainEventType<E extends DomainEvent> = abstract new (...args: never[]) => E;
export type EventHandler<E extends DomainEvent> = (event: E) => Promise<void> | void;

/** Where slices register handlers of domain events. In-process: the bus carries what other nodes need. */
export abstract class DomainEvents {
  /** Runs inside the transaction, in order of registration. An error rolls everything back. */
  abstract beforeCommit<E extends DomainEvent>(type: DomainEventType<E>, handler: EventHandler<E>): void;
  /** Runs after the commit, in commit order on this node. Errors are logged and don't affect other handlers. */
  abstract afterCommit<E extends DomainEvent>(type: DomainEventType<E>, handler: EventHandler<E>): void;
}
