import type { Take } from './take.js';

/** Where a page goes on: after the take that was queued then. */
export interface TakePlace {
  readonly queuedAt: number;
  readonly id: string;
}

/** Words somebody rendered with. */
export interface UsedPrompt {
  readonly prompt: string;
  readonly negative: string;
  readonly times: number;
  readonly lastAt: number;
  /** The newest take with them. */
  readonly takeId: string;
  /** The newest that came to pictures, if any. */
  readonly finishedId: string | null;
}

/** Port: all that somebody rendered, in whatever room. */
export abstract class MyTakes {
  /** Ids and words, the newest first. */
  abstract scan(
    authorId: string,
    status: 'all' | 'finished' | 'failed',
    after: TakePlace | null,
    limit: number,
  ): Promise<(TakePlace & { readonly prompt: string })[]>;
  /** In no particular order. */
  abstract byIds(ids: readonly string[]): Promise<Take[]>;
  /** Each pair of words once, the last used first. @param limit null: all of them */
  abstract prompts(authorId: string, beforeTakeId: string | null, limit: number | null): Promise<UsedPrompt[]>;
}
