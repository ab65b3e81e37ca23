/** Port: which thumbnails of images exist. */
export abstract class Thumbnails {
  /** @returns its key in the blob store, or null */
  abstract find(sha256: string, side: number): Promise<string | null>;
  /** Idempotent. */
  abstract add(sha256: string, side: number, key: string): Promise<void>;
  /** @returns the keys of the removed thumbnails; other images may use the same */
  abstract remove(sha256: string): Promise<string[]>;
}
