/** Port: where people's pictures are kept. */
export abstract class FaceStore {
  /** Keeps it, and nobody drops it while `use` writes down whose it is. Its key is the same for the same picture. */
  abstract hold<T>(picture: Uint8Array, use: (key: string) => Promise<T>): Promise<T>;
  /** Unless anything needs it, or is about to. */
  abstract drop(key: string): Promise<void>;
}
