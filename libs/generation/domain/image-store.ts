/** Port: PNGs by the hash of their content. */
export abstract class ImageStore {
  /** Keeps it, and nobody drops it while `use` writes down who needs it. Its key is its SHA-256 in hex; the same again is free. */
  abstract hold<T>(png: Uint8Array, use: (sha256: string) => Promise<T>): Promise<T>;
  /** The same for several, all of which are held at once. @param use gets their keys in their order */
  abstract holdAll<T>(pngs: readonly Uint8Array[], use: (sha256s: readonly string[]) => Promise<T>): Promise<T>;
  /** Unless anything needs it, or is about to. Dropping what is not there is no error. */
  abstract drop(sha256: string): Promise<void>;
  /** @returns null where there is none. */
  abstract read(sha256: string): Promise<Uint8Array | null>;
}
