/**
 * One SQL transaction. Repositories called inside `run` take part in it, and a nested `run` joins the outer one. Keep it short:
 * no files, models, or network inside.
 */
export abstract class UnitOfWork {
  /** Whether the caller is inside `run` or `readConsistently`. It must not wait there for reads that began outside. */
  abstract get isRunning(): boolean;
  /**
   * @param work may run more than once; every attempt starts from a rolled-back state
   * @param tags cache tags of what the work changes, such as `post:ID`. They are invalidated before the transaction and again
   *   after its commit.
   */
  abstract run<T>(work: () => Promise<T>, tags?: readonly string[]): Promise<T>;
  /**
   * Adds cache tags that only the running work knows. The work is rolled back and runs again after they are invalidated, so
   * pass known tags to `run`. Does nothing outside `run`.
   */
  abstract invalidate(...tags: string[]): void;
  /** Runs reads that must agree with each other on one snapshot of the database. Writes aren't allowed inside. */
  abstract readConsistently<T>(read: () => Promise<T>): Promise<T>;
  /** Publishes a domain event in the running transaction. @throws Error outside `run` */
  abstract publish(event: object): void;
}
