/** Port: where users's images are kept. */
export abstract class AvatarStore {
  /** Keeps it, and nobody drops it while `use` writes down whose it is. Its key is the same for the same image. */
  abstract hold<T>(image: Uint8Array, use: (key: string) => Promise<T>): Promise<T>;
  /** Unless anything needs it, or is about to. */
  abstract drop(key: string): Promise<void>;
}
