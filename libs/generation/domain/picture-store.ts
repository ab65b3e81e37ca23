/** Port: PNGs by the hash of their content. */
export abstract class PictureStore {
  /** @returns its key: SHA-256 in hex. Keeping the same picture again is free. */
  abstract keep(png: Uint8Array): Promise<string>;
  /** Keeps it, and nobody drops it while `use` writes down who needs it. */
  abstract hold<T>(png: Uint8Array, use: (sha256: string) => Promise<T>): Promise<T>;
  /** Unless it is needed, or somebody is about to. Dropping what is not there is no error. */
  abstract drop(sha256: string, isNeeded: () => Promise<boolean>): Promise<void>;
  /** @returns null where there is none. */
  abstract read(sha256: string): Promise<Uint8Array | null>;
}
