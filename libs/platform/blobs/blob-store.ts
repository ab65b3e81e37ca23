import type { Readable } from 'node:stream';

export interface OpenedBlob {
  readonly bytes: number;
  readonly stream: Readable;
}

/** Port: immutable bytes under the hash of their content. */
export abstract class BlobStore {
  /** @returns the key: SHA-256 of the content, 64 hex digits. Putting the same content again is free. */
  abstract put(content: Uint8Array): Promise<string>;
  /** @returns null where there is no such blob, also when `key` is no key at all. The caller ends the stream. */
  abstract open(key: string): Promise<OpenedBlob | null>;
  /** Deleting what is not there is no error. */
  abstract delete(key: string): Promise<void>;
}
