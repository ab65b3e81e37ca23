/** Port: where people's pictures are kept. */
export abstract class FaceStore {
  /** @returns the key, the same for the same picture */
  abstract keep(picture: Uint8Array): Promise<string>;
  abstract drop(key: string): Promise<void>;
}
