/** Something that became true, named noun + past (`MessageSent`). Carries plain values, never entities. */
export abstract class DomainEvent {}

export type DomainEventType<E extends DomainEvent> = abstract new (...args: never[]) => E;
export type EventHandler<E extends DomainEvent> = (event: E) => Promise<void> | void;

/** Where slices say what they do when something happened. In-process: what other nodes must hear goes over the bus. */
export abstract class DomainEvents {
  /** Inside the same transaction, in order of subscription; throwing rolls everything back. */
  abstract beforeCommit<E extends DomainEvent>(type: DomainEventType<E>, handler: EventHandler<E>): void;
  /** Only after the commit, in commit order on this node; throwing is logged and hurts nobody else. */
  abstract afterCommit<E extends DomainEvent>(type: DomainEventType<E>, handler: EventHandler<E>): void;
}
