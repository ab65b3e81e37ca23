import type { DomainEvent } from './domain-event.js';

/**
 * One SQL transaction. Repositories called inside `run` take part in it; a nested `run` joins the outer one.
 * Keep it short: no files, no models, no network inside.
 */
export abstract class UnitOfWork {
  abstract run<T>(work: () => Promise<T>): Promise<T>;
  /** Reads that must agree with each other: all of them see one moment. Nothing may be written inside. */
  abstract consistently<T>(read: () => Promise<T>): Promise<T>;
  /** Announces a domain event of the running transaction. @throws Error outside `run`. */
  abstract announce(event: DomainEvent): void;
}
