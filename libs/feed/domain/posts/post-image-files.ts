import type { StoredImage } from './post.js';

/** Port: files of post images and their thumbnails. Never called inside a transaction. */
export abstract class PostImageFiles {
  /** The infotext of a PNG, or null. */
  abstract infotextOf(sha256: string): Promise<string | null>;
  /** Creates the thumbnails. Idempotent. @throws Rejection FEED_IMAGE_NOT_FOUND when the image is gone */
  abstract prepare(image: StoredImage): Promise<void>;
  /** Stores an image and protects it from deletion while `use` references it. */
  abstract hold<T>(png: Uint8Array, use: (sha256: string) => Promise<T>): Promise<T>;
  /** Deletes the thumbnails, and with `withImage` the image, unless they are referenced or about to be. */
  abstract drop(sha256: string, withImage: boolean): Promise<void>;
}
