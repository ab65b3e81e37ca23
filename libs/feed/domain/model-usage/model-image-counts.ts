import type { UsedModelQuery } from '../posts/used-models-of.js';

/** Port: how many images in the feed were made with something. */
export abstract class ModelImageCounts {
  /** Each image once, however many of these it was made with. @param made whole hashes; images that know first digits count, too */
  abstract of(made: readonly UsedModelQuery[]): Promise<number>;
}
