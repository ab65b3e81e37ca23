/** One attempt at a job. */
export interface Job {
  readonly key: string;
  /** As it was added or saved last; null if nothing was. */
  readonly payload: unknown;
  /** Starts including this one. More than one means that earlier ones failed or crashed the process. */
  readonly attempts: number;
  /** Aborted when the lease is lost or the server stops. Then the attempt doesn't count. */
  readonly signal: AbortSignal;
  /**
   * Ends the job in the running transaction, together with what it writes. A job whose result needs no such guard leaves it out.
   * @returns false if the lease is lost, so that nothing may be written
   */
  complete(): Promise<boolean>;
  /**
   * Replaces the payload in the running transaction, so that the next attempt continues from there.
   * @returns false if the lease is lost, so that nothing may be written
   */
  save(payload: unknown): Promise<boolean>;
}

export interface JobKind {
  readonly kind: string;
  /** Jobs that run side by side on a node. One by default. */
  readonly concurrency?: number;
  /** Makes it a recurring job with an empty key. */
  readonly everyMs?: number;
  /** Delay of a recurring job before its very first run. */
  readonly initialDelayMs?: number;
  /** Whether this node should run the job now. */
  accepts?(key: string): Promise<boolean>;
  /** @returns when to try again, if this attempt doesn't count. @throws what is recorded as its error; it is retried later */
  run(job: Job): Promise<void | { readonly retryInMs: number }>;
}

/**
 * Background work in the database. Each job is leased by one node at a time, retried with backoff after an error, and continued by
 * another node after a crash. A kind and a key make one job: adding it again while it waits changes nothing, and while it runs
 * causes another run.
 */
export abstract class Jobs {
  /** Before the server starts. */
  abstract register(kind: JobKind): void;
  /** Adds a job in the running transaction, if there is one. */
  abstract add(kind: string, key?: string, options?: { payload?: unknown; delayMs?: number }): Promise<void>;
  /** Removes a job in the running transaction. An attempt that runs is aborted and can't complete. */
  abstract remove(kind: string, key: string): Promise<void>;
}
