import type { StoredImage } from './post.js';

/** Port: images of posts and what is made of them, as files. Never inside a unit of work. */
export abstract class PostImageFiles {
  /** The text that tells how an image was made, as the field writes it; null where there is none. */
  abstract infotextOf(sha256: string): Promise<string | null>;
  /** Makes the smaller copies that lists show. Doing it again is free. @throws Rejection FEED_IMAGE_NOT_FOUND where it is gone */
  abstract prepare(image: StoredImage): Promise<void>;
  /** Keeps an image, and nobody drops it while `use` writes down who needs it. */
  abstract hold<T>(png: Uint8Array, use: (sha256: string) => Promise<T>): Promise<T>;
  /** Its copies go, and with `whole` the image itself, unless anything needs it or is about to. */
  abstract drop(sha256: string, whole: boolean): Promise<void>;
}
