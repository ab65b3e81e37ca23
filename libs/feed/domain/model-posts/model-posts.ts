import type { UsedModelQuery } from '../posts/used-models-of.js';
import type { PostCursor } from '../posts/post-pages.js';

export interface ModelPost extends PostCursor {
  readonly authorId: string;
  readonly isForEverybody: boolean;
}

/** Port: which images in the feed were made with what, by what its files are: the same that ModelImageCounts counts. */
export abstract class ModelPosts {
  /** Those made with any of these, each once, the newest first. @param made by their whole SHA-256 */
  abstract page(made: readonly UsedModelQuery[], after: PostCursor | null, limit: number): Promise<ModelPost[]>;
}
