import type { HubModel } from '../version.js';

/** By so many more, or fewer. */
export type CounterDeltas = Partial<Record<'likes' | 'comments' | 'reviews' | 'stars', number>>;

/** Port: how much is said and felt about models. */
export abstract class ModelCounters {
  /** Inside a unit of work: as it is now, and until the end nobody else says or gives anything to it. */
  abstract hold(modelId: string): Promise<HubModel | null>;
  abstract count(modelId: string, by: CounterDeltas): Promise<void>;
  /** Likes, comments, reviews and stars of these, from what is there. */
  abstract recount(modelIds: readonly string[]): Promise<void>;
}
