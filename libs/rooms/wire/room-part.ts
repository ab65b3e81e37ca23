import type { RoomCard, RoomSnapshot } from '@visionary/contract';

/** Newest page of each state table. */
export type RoomLists = Omit<Extract<RoomSnapshot['state'], { kind: 'fresh' }>, 'kind'>;
/** What lives in memory rather than in tables. */
export type RoomPresent = Pick<RoomSnapshot, 'document' | 'awareness' | 'queue' | 'lineEnd' | 'previews'>;
/** What of a room is one person's alone. */
export type RoomMine = Pick<RoomSnapshot, 'mark'>;
/** What a card of the lobby says beside the room and who is in it. */
export type CardFacts = Pick<RoomCard, 'rendering' | 'lastPicture' | 'lastTakeAt' | 'lastMessage'>;

/** What another slice shows of a room. Register it with `RoomParts.add` when the module starts. */
export interface RoomPart {
  /**
   * Newest pages, newest first. Runs inside the transaction that reads the room's seq, so that lists and seq agree:
   * SQL only, and never wait there for anything that other callers share (SQLite has one connection).
   */
  lists?(roomId: string): Promise<Partial<RoomLists>>;
  /** The same lists as this person reads them; only what differs. Runs outside any transaction. Not asked for visitors. */
  read?(lists: RoomLists, personId: string): Promise<Partial<RoomLists>>;
  /** What is so right now. Runs outside any transaction, after the socket has begun to hear the room. */
  present?(roomId: string, personId: string | null): Promise<Partial<RoomPresent>> | Partial<RoomPresent>;
  /** What of it is this person's alone. As `present`; not asked for visitors. */
  mine?(roomId: string, personId: string): Promise<Partial<RoomMine>>;
  /** For many rooms at once: a few queries, not a few for each room. Rooms left out have none. */
  cards?(roomIds: readonly string[]): Promise<ReadonlyMap<string, Partial<CardFacts>>>;
}
