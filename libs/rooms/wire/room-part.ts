import type { RoomCard, RoomSnapshot } from '@visionary/contract';

/** Newest page of each state table. */
export type RoomLists = Omit<Extract<RoomSnapshot['state'], { kind: 'fresh' }>, 'kind'>;
/** What lives in memory rather than in tables. */
export type RoomPresent = Pick<RoomSnapshot, 'document' | 'awareness' | 'queue' | 'lineEnd' | 'previews'>;
/** What a card of the lobby says beside the room and who is in it. */
export type CardFacts = Pick<RoomCard, 'rendering' | 'lastPicture' | 'lastTakeAt' | 'lastMessage'>;

/** What another slice shows of a room. Register it with `RoomParts.add` when the module starts. */
export interface RoomPart {
  /**
   * Newest pages, newest first. Runs inside the transaction that reads the room's seq, so that lists and seq agree:
   * SQL only, and never wait there for anything that other callers share (SQLite has one connection).
   */
  lists?(roomId: string): Promise<Partial<RoomLists>>;
  /** What is so right now. Runs outside any transaction, after the socket has begun to hear the room. */
  present?(roomId: string, personId: string | null): Promise<Partial<RoomPresent>> | Partial<RoomPresent>;
  /** For many rooms at once: a few queries, not a few for each room. Rooms left out have none. */
  cards?(roomIds: readonly string[]): Promise<ReadonlyMap<string, Partial<CardFacts>>>;
}
