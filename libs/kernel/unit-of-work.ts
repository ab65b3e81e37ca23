import type { DomainEvent } from './domain-event.js';

/**
 * One SQL transaction. Repositories called inside `run` take part in it; a nested `run` joins the outer one.
 * Keep it short: no files, no models, no network inside.
 */
export abstract class UnitOfWork {
  /** Whether the caller is inside `run` or `consistently`. It must not wait there for reads that began outside. */
  abstract get isRunning(): boolean;
  /**
   * @param touches subjects that this work changes and caches may show, such as `post:ID`. They are dropped from every
   *   cache before the transaction and again after its commit. `work` may run more than once: every attempt starts anew.
   */
  abstract run<T>(work: () => Promise<T>, touches?: readonly string[]): Promise<T>;
  /**
   * As `touches`, for subjects that only the running work learns: it is rolled back and run again with them dropped
   * beforehand, so name those in `run` that are known. Nothing outside `run`.
   */
  abstract invalidate(...subjects: string[]): void;
  /** Reads that must agree with each other: all of them see one moment. Nothing may be written inside. */
  abstract readConsistently<T>(read: () => Promise<T>): Promise<T>;
  /** Announces a domain event of the running transaction. @throws Error outside `run`. */
  abstract publish(event: DomainEvent): void;
}
