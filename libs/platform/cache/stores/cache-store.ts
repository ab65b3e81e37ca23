/** State of all tags at one moment: epoch, number of changes within it, and the store's time. */
export interface CacheVersion {
  readonly epoch: string;
  readonly changes: number;
  readonly atMs: number;
}

/** State at the start of a load after a miss. */
export interface FillStart {
  readonly version: CacheVersion;
  /** A tag is being changed, so the result must not be stored. */
  readonly isBeingChanged: boolean;
  /** True if this caller holds the lease and should load the entry. */
  readonly hasLease: boolean;
}

/** A cache entry in this process. */
export interface CachedEntry {
  readonly bytes: Buffer;
  /** Decoded value of a shared encoding, set by the first reader. */
  value?: unknown;
}

export interface FillRequest {
  readonly cached: CachedEntry;
  /** All tags of the entry. */
  readonly tags: readonly string[];
  /** When its load began. */
  readonly version: CacheVersion;
  readonly ttlMs: number;
  readonly lease: string;
}

/**
 * Stores entries and the state of their tags. Each method is one atomic step over all nodes. All of them throw
 * CacheUnavailableError if the store can't be reached; the step may have happened or not.
 */
export abstract class CacheStore {
  /** Increases whenever the store may have lost earlier writes. */
  abstract readonly losses: number;
  /** False while the store can't be reached or its content can't be trusted. */
  abstract readonly isUp: boolean;

  /** @returns the entry, if none of its tags changed since its load began */
  abstract get(view: string): Promise<CachedEntry | null>;
  /**
   * Starts a load after a miss, unless the entry exists by now. @param lease token of the caller, valid for `leaseMs`
   */
  abstract startFill(
    view: string,
    tags: readonly string[],
    lease: string,
    leaseMs: number,
  ): Promise<FillStart | CachedEntry>;
  /** Stores an entry unless one of its tags changed, or was being changed, since its load began. Releases its lease. */
  abstract fill(view: string, fillRequest: FillRequest): Promise<boolean>;
  /** Releases a lease without storing a value. */
  abstract release(view: string, lease: string): Promise<void>;
  /** First delete: invalidates entries with these tags and blocks new ones until `commitTags` or for `markMs`. */
  abstract markTags(tags: readonly string[], token: string, markMs: number): Promise<void>;
  /** Second delete: invalidates entries with these tags and removes the mark. */
  abstract commitTags(tags: readonly string[], token: string): Promise<void>;
  /** Invalidates all entries with these tags. */
  abstract forget(tags: readonly string[]): Promise<void>;
  /** Stops reconnecting. */
  abstract close(): void;
}

/** Estimated overhead of an entry beside its bytes. */
export const OVERHEAD_BYTES = 500;

export const isCached = (found: FillStart | CachedEntry): found is CachedEntry => 'bytes' in found;

export class CacheUnavailableError extends Error {}

/** Entries with more tags aren't stored, because each read checks every tag. */
export const MAX_TAGS = 500;
/** How long a change is remembered. Longer than any entry lives, plus its load. */
export const CHANGE_LOG_TTL_MS = 3_600_000;
