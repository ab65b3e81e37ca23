import type { Readable, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

export interface OpenedBlob {
  /** Size of the whole blob, even if the stream is a range. */
  readonly bytes: number;
  readonly stream: Readable;
}

/**
 * Writes to a sink with backpressure, without ending it. Call once; releases its resources even if the sink closes
 * early.
 */
export type StreamWriter = (sink: Writable) => Promise<void>;

/** Inclusive on both ends, as in HTTP. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

export interface StoredBlob {
  readonly key: string;
  readonly bytes: number;
  /** When it was stored, in ms since 1970. */
  readonly at: number;
}

/** Port for immutable blobs, addressed by their hash. Unreferenced blobs are deleted after a day. */
export abstract class BlobStore {
  /** Whether new content would be stored: there is space, and it can be written. Costs nothing, and is at most 5 s late. */
  abstract get hasSpace(): boolean;
  /** Checks now. @throws Rejection STORAGE_FULL if new content of this size would use the reserve, STORAGE_UNAVAILABLE if it can't be written */
  abstract requireSpace(bytes: number): Promise<void>;
  /**
   * Stores content without keeping a lease, for callers that tolerate its deletion.
   * @returns the key: SHA-256 of the content, 64 hex digits; storing the same content again costs nothing
   */
  put(content: Uint8Array): Promise<string> {
    return this.lease(content, (key) => Promise.resolve(key));
  }
  /**
   * Stores content and keeps it from being dropped while `use` records the reference.
   * @throws Rejection STORAGE_FULL if new content would use the reserve of the disk, STORAGE_UNAVAILABLE if it can't be written
   */
  abstract lease<T>(content: Uint8Array, use: (key: string) => Promise<T>): Promise<T>;
  /** Like `lease`, for several contents. @param use gets their keys in the same order */
  leaseAll<T>(contents: readonly Uint8Array[], use: (keys: readonly string[]) => Promise<T>): Promise<T> {
    const leaseFrom = (index: number, keys: readonly string[]): Promise<T> => {
      const content = contents[index];
      return content ? this.lease(content, (key) => leaseFrom(index + 1, [...keys, key])) : use(keys);
    };
    return leaseFrom(0, []);
  }
  /**
   * Like `lease`, for a local file of any size. Never loads it into memory as a whole.
   * @param path moved if possible, removed otherwise
   * @param key SHA-256 of the content, computed by the caller
   */
  abstract leaseFile<T>(path: string, key: string, use: (exists: boolean) => Promise<T>): Promise<T>;
  /** Leases an existing blob. @returns null without calling `use` if it doesn't exist */
  abstract leaseExisting<T>(key: string, use: () => Promise<T>): Promise<T | null>;
  /**
   * @returns null if there is no such blob or `key` is invalid; the caller closes the stream
   * @param range must lie within the blob
   */
  abstract open(key: string, range?: ByteRange): Promise<OpenedBlob | null>;
  /** The whole content, for small blobs. @returns null as `open` */
  async read(key: string): Promise<Buffer | null> {
    const blob = await this.open(key);
    return blob && buffer(blob.stream);
  }
  /** Like `open`, but uses little memory per download, for large blobs that are sent as they are. */
  abstract createStreamWriter(key: string, range: ByteRange): Promise<StreamWriter | null>;
  /** @returns the size in bytes, null if there is no such blob */
  abstract sizeOf(key: string): Promise<number | null>;
  /**
   * Provides a read-only local file with the content, linked if possible.
   * @param path destination; may become a link
   * @throws Error if there is no such blob, or its content doesn't match the key
   */
  abstract fetch(key: string, path: string): Promise<void>;
  /** All blobs. Blobs that are stored or dropped meanwhile may be missing or included. */
  abstract list(): AsyncIterable<StoredBlob>;
  /**
   * Deletes a blob unless it is referenced or leased on any node. Ignores missing blobs.
   * @param isNeeded whether it is referenced; called more than once
   * @returns true if this call deleted it
   */
  abstract drop(key: string, isNeeded: () => Promise<boolean>): Promise<boolean>;
  /** Removes leftovers of crashed nodes. @returns their number */
  abstract cleanUp(): Promise<number>;
}

/** A lease that isn't renewed for this long has expired. */
export const LEASE_TTL_MS = 3_600_000;
/** Interval at which leases are renewed. */
export const LEASE_RENEW_MS = LEASE_TTL_MS / 6;
