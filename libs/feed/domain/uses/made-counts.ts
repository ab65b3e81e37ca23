import type { MadeAs } from '../posts/made-with.js';

/** Port: how many pictures in the feed were made with something. */
export abstract class MadeCounts {
  /** Each picture once, however many of these it was made with. @param made whole hashes; pictures that know first digits count, too */
  abstract of(made: readonly MadeAs[]): Promise<number>;
}
