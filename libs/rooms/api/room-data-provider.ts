import type { RoomCard, RoomSnapshot } from '@visionary/contract';

/** Newest page of each state table. */
export type RoomSnapshotData = Omit<Extract<RoomSnapshot['state'], { kind: 'fresh' }>, 'kind'>;
/** What lives in memory rather than in tables. */
export type RoomLiveState = Pick<RoomSnapshot, 'document' | 'awareness' | 'queue' | 'queueTail' | 'previews'>;
/** What of a room is one user's alone. */
export type RoomViewerState = Pick<RoomSnapshot, 'readState'>;
/** What a card of the lobby says beside the room and who is in it. */
export type LobbyCardData = Pick<RoomCard, 'rendering' | 'lastImage' | 'lastTakeAt' | 'lastMessage'>;

/** What another slice shows of a room. Register it with `RoomDataProviders.add` when the module starts. */
export interface RoomDataProvider {
  /**
   * Newest pages, newest first. Runs inside the transaction that reads the room's seq, so that lists and seq agree:
   * SQL only, and never wait there for anything that other callers share (SQLite has one connection).
   */
  snapshot?(roomId: string): Promise<Partial<RoomSnapshotData>>;
  /** The same lists as this user reads them; only what differs. Runs outside any transaction. Not asked for visitors. */
  read?(lists: RoomSnapshotData, userId: string): Promise<Partial<RoomSnapshotData>>;
  /** What is so right now. Runs outside any transaction, after the socket has begun to hear the room. */
  liveState?(roomId: string, userId: string | null): Promise<Partial<RoomLiveState>> | Partial<RoomLiveState>;
  /** What of it is this user's alone. As `present`; not asked for visitors. */
  viewerState?(roomId: string, userId: string): Promise<Partial<RoomViewerState>>;
  /** For many rooms at once: a few queries, not a few for each room. Rooms left out have none. */
  lobbyCards?(roomIds: readonly string[]): Promise<ReadonlyMap<string, Partial<LobbyCardData>>>;
}
