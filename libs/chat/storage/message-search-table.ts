import type { WordSearch } from '../domain/message-search-index.js';

/** A message as an index of words takes it in. */
export interface WordRow {
  readonly number: number;
  readonly roomId: string;
  readonly authorId: string;
  readonly text: string;
}

/** How much is said in a room, at most. */
export interface SearchedRoom {
  readonly id: string;
  readonly size: number;
}

export interface NumberSearch extends Pick<WordSearch, 'userId' | 'roomId' | 'terms' | 'authorId' | 'limit'> {
  /** Where it looks: never none. */
  readonly rooms: readonly SearchedRoom[];
  /** from <= number < until */
  readonly from: number | undefined;
  readonly until: number | undefined;
}

/** The index of words as one kind of database keeps it: `message_search`, by number. */
export interface MessageSearchTable {
  /** @returns false when the number is taken. */
  insert(row: WordRow): Promise<boolean>;
  remove(number: number): Promise<void>;
  /** The greatest numbers first. Without a room, only of rooms that the user belongs to. */
  find(search: NumberSearch): Promise<number[]>;
}
