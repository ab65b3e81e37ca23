import type { PostPlace } from '../posts/post-pages.js';

/** A version of a model or a LoRA, by what pictures say of it: what settings call it, or what its files are. */
export interface Used {
  readonly kind: 'model' | 'lora';
  readonly useId: string;
  /** SHA-256, hex. */
  readonly hash: string;
}

export interface MadePost extends PostPlace {
  readonly authorId: string;
}

/** Port: which pictures in the feed were made with what. */
export abstract class MadePosts {
  /** Those made with any of these, each once, the newest first. A picture made elsewhere may know only the hash, or its first digits. */
  abstract page(used: readonly Used[], after: PostPlace | null, limit: number): Promise<MadePost[]>;
}
