import type { Readable, Writable } from 'node:stream';

export interface OpenedBlob {
  /** Of the whole blob, whatever part of it the stream gives. */
  readonly bytes: number;
  readonly stream: Readable;
}

/** Gives it to a sink, as fast as that takes it, and does not end it. Call it once; it frees all it holds, also where the sink closes. */
export type StreamWriter = (sink: Writable) => Promise<void>;

/** Both ends included, as HTTP counts them. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

export interface StoredBlob {
  readonly key: string;
  readonly bytes: number;
  /** When it was put there, in ms since 1970. */
  readonly at: number;
}

/** Port: immutable bytes under the hash of their content. What nobody says they need is swept away after a day. */
export abstract class BlobStore {
  /**
   * As `hold`, with nothing to write down: for where no harm is done if it goes.
   * @returns the key: SHA-256 of the content, 64 hex digits. Putting the same content again is free.
   */
  put(content: Uint8Array): Promise<string> {
    return this.lease(content, (key) => Promise.resolve(key));
  }
  /** Puts it, and nobody's `drop` takes it away while `use` writes down who needs it. */
  abstract lease<T>(content: Uint8Array, use: (key: string) => Promise<T>): Promise<T>;
  /**
   * As `hold`, for what was written to a file of this machine, of any size; it is never in memory whole.
   * @param path goes: it is moved where that can be done
   * @param key SHA-256 of its content, hashed by whoever wrote it
   */
  abstract leaseFile<T>(path: string, key: string, use: (known: boolean) => Promise<T>): Promise<T>;
  /** Takes hold of what is there already. @returns null, and `use` is not called, where it is not */
  abstract leaseExisting<T>(key: string, use: () => Promise<T>): Promise<T | null>;
  /**
   * @returns null where there is no such blob, also when `key` is no key at all. The caller ends the stream.
   * @param range must lie inside the blob
   */
  abstract open(key: string, range?: ByteRange): Promise<OpenedBlob | null>;
  /** As `open`, for what is large and goes to somebody as it is: with little memory, however many there are. */
  abstract createStreamWriter(key: string, range: ByteRange): Promise<StreamWriter | null>;
  /** @returns null where there is no such blob */
  abstract sizeOf(key: string): Promise<number | null>;
  /**
   * A file of this machine with its content, which nobody writes to: of the store's own where it has files, else fetched.
   * @param path where it shall be; a link may stand there in its stead
   * @throws Error when there is no such blob, or what came is not what its key says
   */
  abstract fetch(key: string, path: string): Promise<void>;
  /** All there are. What comes or goes meanwhile may be among them or not. */
  abstract list(): AsyncIterable<StoredBlob>;
  /**
   * It goes, unless somebody needs it or is about to, on whatever node; then it is as if nobody had asked. Dropping what is not
   * there is no error.
   * @param isNeeded by what is written down; asked more than once
   * @returns whether this call took it away
   */
  abstract drop(key: string, isNeeded: () => Promise<boolean>): Promise<boolean>;
  /** Puts right what a node left that died over it. @returns how many things were left */
  abstract cleanUp(): Promise<number>;
}

/** Whoever holds something without a sign of life for longer has died over it. */
export const LEASE_TTL_MS = 3_600_000;
/** Whoever holds it gives a sign of life so often. */
export const LEASE_RENEW_MS = LEASE_TTL_MS / 6;
