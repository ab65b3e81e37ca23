import type { MadeWith } from '../posts/made-with.js';

/** Port: how many pictures in the feed were made with something. */
export abstract class MadeCounts {
  /** @param made by the whole SHA-256; pictures that know its first digits alone count, too */
  abstract of(made: MadeWith): Promise<number>;
}
