/** The state of all subjects at one moment: an epoch, in it how many changes there were, and the store's time. */
export interface CacheVersion {
  readonly epoch: string;
  readonly changes: number;
  readonly atMs: number;
}

/** What may follow a miss. */
export interface FillStart {
  readonly moment: CacheVersion;
  /** A subject is being changed: what is loaded now cannot be kept. */
  readonly isBeingChanged: boolean;
  /** Nobody else is loading this view: whoever has the lease does. */
  readonly hasLease: boolean;
}

/** A view as this process has it. */
export interface CachedEntry {
  readonly bytes: Buffer;
  /** What its bytes say, where many may share it: put here by whoever read them first. */
  value?: unknown;
}

export interface FillRequest {
  readonly kept: CachedEntry;
  /** All that it shows. */
  readonly subjects: readonly string[];
  /** When its load began. */
  readonly since: CacheVersion;
  readonly ttlMs: number;
  readonly lease: string;
}

/**
 * Where views are kept, with what is known of their subjects. Each method is one atomic step over all nodes.
 * All of them throw CacheUnavailableError where the store cannot be asked; a step may then have happened or not.
 */
export abstract class CacheStore {
  /** Grows whenever the store may have forgotten what it was told before. */
  abstract readonly losses: number;
  /** False: asking is in vain just now, and what it holds is not to be believed. */
  abstract readonly isUp: boolean;

  /** The view, if none of its subjects changed since its load began. */
  abstract get(view: string): Promise<CachedEntry | null>;
  /** Of a view that was missed; it may be there by now. @param lease a token of whoever would load it, for `leaseMs` */
  abstract startFill(
    view: string,
    subjects: readonly string[],
    lease: string,
    leaseMs: number,
  ): Promise<FillStart | CachedEntry>;
  /** Keeps a view unless one of its subjects changed, or was being changed, since its load began. Ends its lease. */
  abstract fill(view: string, fillRequest: FillRequest): Promise<boolean>;
  /** Ends a lease without a value. */
  abstract release(view: string, lease: string): Promise<void>;
  /** First delete: drops all views of these subjects, and none is kept until `settle` or for `markMs`. */
  abstract markTags(subjects: readonly string[], token: string, markMs: number): Promise<void>;
  /** Second delete: drops all views of these subjects, and takes the mark away. */
  abstract commitTags(subjects: readonly string[], token: string): Promise<void>;
  /** Drops all views of these subjects. */
  abstract forget(subjects: readonly string[]): Promise<void>;
  /** Tries nothing again from now on. */
  abstract close(): void;
}

/** What an entry takes beside its bytes. */
export const OVERHEAD_BYTES = 500;

export const isCached = (found: FillStart | CachedEntry): found is CachedEntry => 'bytes' in found;

export class CacheUnavailableError extends Error {}

/** A view of more subjects is not kept: each of them is asked for at each look. */
export const SUBJECTS_AT_MOST = 500;
/** A change is remembered so long: longer than any view lives, with the slowest load that is kept. */
export const CHANGE_LOG_TTL_MS = 3_600_000;
