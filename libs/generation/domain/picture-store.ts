/** Port: PNGs by the hash of their content. */
export abstract class PictureStore {
  /** @returns its key: SHA-256 in hex. Keeping the same picture again is free. */
  abstract keep(png: Uint8Array): Promise<string>;
  /** Dropping what is not there is no error. */
  abstract drop(sha256: string): Promise<void>;
  /** @returns null where there is none. */
  abstract read(sha256: string): Promise<Uint8Array | null>;
}
