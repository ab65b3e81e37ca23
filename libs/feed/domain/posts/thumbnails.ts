/** Port: where smaller copies of images lie. */
export abstract class Thumbnails {
  /** @returns its key in the blob store; null where it was not made yet */
  abstract find(sha256: string, side: number): Promise<string | null>;
  /** @returns sides that are there */
  abstract sidesOf(sha256: string): Promise<ReadonlySet<number>>;
  /** Keeping one again is no error. */
  abstract keep(sha256: string, side: number, preview: string): Promise<void>;
  /** @returns the keys of its copies; other images may need the same */
  abstract forget(sha256: string): Promise<string[]>;
}
