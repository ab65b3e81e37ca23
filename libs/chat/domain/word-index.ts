import type { Term } from '@visionary/kernel';

export interface WordSearch {
  /** Only of this room; else of those the person belongs to. */
  readonly roomId: string | null;
  readonly personId: string | null;
  readonly terms: readonly Term[];
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
export abstract class WordIndex {
  abstract find(search: WordSearch): Promise<WordHits>;
  /** Takes in messages that no index knows yet. @returns how many they were, at most `limit` */
  abstract catchUp(limit: number): Promise<number>;
}
