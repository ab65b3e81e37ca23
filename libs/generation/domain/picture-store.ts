/** Port: PNGs by the hash of their content. */
export abstract class PictureStore {
  /** @returns its key: SHA-256 in hex. Keeping the same picture again is free. */
  abstract keep(png: Uint8Array): Promise<string>;
}
