import type { OutOfMemoryError } from '../errors.js';

export interface MemoryPoolOptions<T> {
  readonly budgetBytes: number;
  /** Resolves when its memory is freed. */
  readonly dispose: (value: T) => Promise<void>;
  /** Resident memory of this process, in bytes. */
  readonly residentBytes: () => number;
  /** Whether `residentBytes` sees all that a value takes, if it sees anything, so that an estimate counts for nothing then. */
  readonly seesAll?: boolean;
  /** Memory that the machine can still give to this process, in bytes. */
  readonly availableBytes: () => number;
  /** Converts errors that mean out of memory. Undefined for all others. */
  readonly asOutOfMemory: (error: unknown) => OutOfMemoryError | undefined;
  /** Runs garbage collection. Called before memory is measured. */
  readonly collect?: () => void;
  /** Called after `report` has changed. */
  readonly onChange?: () => void;
  /** How long a load goes on after its last caller left, in ms: the next one often wants the same. By default, it ends at once. */
  readonly lingerMs?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** A value to load. Requests with equal keys share one value. */
export interface PoolRequest<A> {
  readonly key: string;
  readonly about: A;
  /** Lower bound of its memory: the bytes of its files. */
  readonly fileBytes: number;
  /** Estimated memory, used until a load has been measured. */
  readonly estimatedBytes: number;
  /** Whether it takes at least the estimate, because the measurement does not see all of it. */
  readonly countsEstimate?: boolean;
  /** Additional memory while it loads. */
  readonly loadingBytes: number;
  /** Additional memory while it is in use. */
  readonly workingBytes: number;
}

/** @param signal aborted when nobody waits for the value any more */
export type Load<T> = (signal: AbortSignal) => Promise<T>;
