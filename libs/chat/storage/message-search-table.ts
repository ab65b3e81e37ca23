import type { QueryTerm } from '@visionary/kernel';

export interface MessageQuery {
  /** Null searches the rooms of the user. */
  readonly roomId: string | null;
  readonly userId: string | null;
  readonly terms: readonly QueryTerm[];
  readonly authorId: string | undefined;
  /** from <= at < until, ms since 1970. */
  readonly from: number | undefined;
  readonly until: number | undefined;
  /** Position of the last hit of the previous page. */
  readonly before: number | null;
  readonly limit: number;
  readonly maxTotal: number;
}

/** A message in the index. */
export interface IndexRow {
  readonly number: number;
  readonly roomId: string;
  readonly authorId: string;
  readonly text: string;
}

/** A room with an upper bound of its number of messages. */
export interface SearchedRoom {
  readonly id: string;
  readonly size: number;
}

export interface NumberSearch extends Pick<MessageQuery, 'userId' | 'roomId' | 'terms' | 'authorId' | 'limit'> {
  /** At least one. */
  readonly rooms: readonly SearchedRoom[];
  /** from <= number < until */
  readonly from: number | undefined;
  readonly until: number | undefined;
}

/** The full-text index of one database: the table `message_search`, by row number. */
export interface MessageSearchTable {
  /** @returns false when the number is taken */
  insert(row: IndexRow): Promise<boolean>;
  remove(number: number): Promise<void>;
  /** @returns row numbers, greatest first; without a room, only of rooms that the user is a member of */
  find(search: NumberSearch): Promise<number[]>;
}
