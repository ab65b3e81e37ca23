import type { QueryTerm } from '@visionary/kernel';

export interface WordSearch {
  /** Only of this room; else of those the user belongs to. */
  readonly roomId: string | null;
  readonly userId: string | null;
  readonly terms: readonly QueryTerm[];
  readonly authorId: string | undefined;
  /** from <= at < until, ms since 1970. */
  readonly from: number | undefined;
  readonly until: number | undefined;
  /** Where the page goes on: a place of the page before. */
  readonly before: number | null;
  readonly limit: number;
  readonly totalAtMost: number;
}

export interface WordHits {
  /** Newest first. `place` grows with time. */
  readonly hits: readonly { readonly messageId: string; readonly place: number }[];
  readonly total: number;
}

/** Port: messages by their words. */
export abstract class MessageSearchIndex {
  abstract find(search: WordSearch): Promise<WordHits>;
  /** Takes in messages that no index knows yet. @returns how many they were, at most `limit` */
  abstract catchUp(limit: number): Promise<number>;
}
