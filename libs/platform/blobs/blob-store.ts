import type { Readable } from 'node:stream';

export interface OpenedBlob {
  readonly bytes: number;
  readonly stream: Readable;
}

/** Port: immutable bytes under the hash of their content. */
export abstract class BlobStore {
  /**
   * For what nobody ever drops, and where no harm is done if it goes: `hold` is for all else.
   * @returns the key: SHA-256 of the content, 64 hex digits. Putting the same content again is free.
   */
  abstract put(content: Uint8Array): Promise<string>;
  /** Puts it, and nobody's `drop` takes it away while `use` writes down who needs it. */
  abstract hold<T>(content: Uint8Array, use: (key: string) => Promise<T>): Promise<T>;
  /** @returns null where there is no such blob, also when `key` is no key at all. The caller ends the stream. */
  abstract open(key: string): Promise<OpenedBlob | null>;
  /**
   * It goes, unless somebody needs it or is about to, on whatever node; then it is as if nobody had asked. Dropping what is not
   * there is no error.
   * @param isNeeded by what is written down; asked more than once
   */
  abstract drop(key: string, isNeeded: () => Promise<boolean>): Promise<void>;
}
