import type { MadeAs } from '../posts/made-with.js';
import type { PostPlace } from '../posts/post-pages.js';

export interface MadePost extends PostPlace {
  readonly authorId: string;
  readonly isForEverybody: boolean;
}

/** Port: which pictures in the feed were made with what, by what its files are: the same that MadeCounts counts. */
export abstract class MadePosts {
  /** Those made with any of these, each once, the newest first. @param made by their whole SHA-256 */
  abstract page(made: readonly MadeAs[], after: PostPlace | null, limit: number): Promise<MadePost[]>;
}
