import type { Take } from './take.js';

/** Where a page goes on: after the take that was queued then. */
export interface TakeCursor {
  readonly queuedAt: number;
  readonly id: string;
}

/** A take and the prompts it was rendered with. `isNewest`: no later take of its author has the same ones. */
export interface PromptUse extends TakeCursor {
  readonly prompt: string;
  readonly negative: string;
  readonly isNewest: boolean;
}

/** How often somebody rendered with the prompts of a take, and the newest take that came to images with them, if any. */
export interface PromptUses {
  readonly times: number;
  readonly lastFinishedTakeId: string | null;
}

/** Port: all that somebody rendered, in whatever room. */
export abstract class MyTakes {
  /** Where one of theirs stands among all. */
  abstract placeOf(authorId: string, takeId: string): Promise<TakeCursor | null>;
  /** Ids and words, the newest first. */
  abstract scan(
    authorId: string,
    status: 'all' | 'finished' | 'failed',
    after: TakeCursor | null,
    limit: number,
  ): Promise<(TakeCursor & { readonly prompt: string })[]>;
  /** In no particular order. */
  abstract byIds(ids: readonly string[]): Promise<Take[]>;
  /** Prompts of every take, the newest first. Reads no more than `limit` takes. */
  abstract prompts(authorId: string, after: TakeCursor | null, limit: number): Promise<PromptUse[]>;
  /** By the ids of these takes. Reads nothing but what was rendered with their prompts. */
  abstract usesOf(authorId: string, uses: readonly PromptUse[]): Promise<ReadonlyMap<string, PromptUses>>;
}
