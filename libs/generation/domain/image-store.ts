/** Port: PNGs by the SHA-256 of their content, in hex. */
export abstract class ImageStore {
  /** Stores a PNG and leases it, so that it is not deleted while `use` writes a reference. Storing it again is free. */
  abstract hold<T>(png: Uint8Array, use: (sha256: string) => Promise<T>): Promise<T>;
  /** As `hold`, for several PNGs. @param use gets their keys in the same order */
  abstract holdAll<T>(pngs: readonly Uint8Array[], use: (sha256s: readonly string[]) => Promise<T>): Promise<T>;
  /** Deletes a PNG unless it is referenced or leased. Deleting a missing one is no error. */
  abstract drop(sha256: string): Promise<void>;
  /** @returns null if there is none */
  abstract read(sha256: string): Promise<Uint8Array | null>;
}
