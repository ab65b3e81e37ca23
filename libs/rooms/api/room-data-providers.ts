import { Injectable } from '@nestjs/common';
import type { RoomCard, RoomSnapshot } from '@visionary/contract';

/** The newest page of each list of a room. */
export type RoomSnapshotData = Omit<Extract<RoomSnapshot['state'], { kind: 'fresh' }>, 'kind'>;
/** State that is in memory rather than in tables. */
export type RoomLiveState = Pick<
  RoomSnapshot,
  | 'document'
  | 'isDocumentMasked'
  | 'ownClients'
  | 'awareness'
  | 'queue'
  | 'queueTail'
  | 'ownTakes'
  | 'publicPace'
  | 'frames'
>;
/** State of one user in a room. */
export type RoomViewerState = Pick<RoomSnapshot, 'readState'>;
/** What a lobby card shows besides the room and its presence. */
export type LobbyCardData = Pick<RoomCard, 'rendering' | 'prompt' | 'lastImage' | 'lastTakeAt' | 'lastMessage'>;

/** What another slice shows of a room. Register it with `RoomDataProviders.add` when the module starts. */
export interface RoomDataProvider {
  /**
   * Newest pages, newest first. Runs in the transaction that reads the room's seq, so lists and seq agree. Use SQL only, and
   * never wait for anything that other callers share: SQLite has one connection.
   */
  snapshot?(roomId: string): Promise<Partial<RoomSnapshotData>>;
  /** The lists as this user sees them; only what differs. Runs outside any transaction. Not called for visitors. */
  read?(lists: RoomSnapshotData, userId: string): Promise<Partial<RoomSnapshotData>>;
  /** Runs outside any transaction, after the socket has subscribed to the room. */
  liveState?(roomId: string, userId: string | null): Promise<Partial<RoomLiveState>> | Partial<RoomLiveState>;
  /** Like `liveState`. Not called for visitors. */
  viewerState?(roomId: string, userId: string): Promise<Partial<RoomViewerState>>;
  /** A few queries for any number of rooms. Rooms without data are missing in the map. */
  lobbyCards?(roomIds: readonly string[]): Promise<ReadonlyMap<string, Partial<LobbyCardData>>>;
}

const EMPTY_LISTS: RoomSnapshotData = { messages: [], moreMessages: false, takes: [], moreTakes: false };
const EMPTY_LIVE_STATE: RoomLiveState = {
  document: new Uint8Array(),
  queue: [],
  queueTail: { takesAhead: 0 },
  frames: [],
};
const EMPTY_CARD: LobbyCardData = { rendering: null, lastImage: null, lastTakeAt: null, lastMessage: null };

/** Merges what slices show of a room, without knowing them. */
@Injectable()
export class RoomDataProviders {
  private readonly providers: RoomDataProvider[] = [];

  add(provider: RoomDataProvider): void {
    this.providers.push(provider);
  }

  async snapshot(roomId: string): Promise<RoomSnapshotData> {
    const lists = { ...EMPTY_LISTS };
    // Sequential, because the providers share the connection of the transaction.
    for (const provider of this.providers) Object.assign(lists, await provider.snapshot?.(roomId));
    return lists;
  }

  /** The lists as this user sees them. Does not modify `lists`. */
  async read(lists: RoomSnapshotData, userId: string): Promise<RoomSnapshotData> {
    const changes = await Promise.all(this.providers.map(async (provider) => provider.read?.(lists, userId)));
    return Object.assign({ ...lists }, ...changes) as RoomSnapshotData;
  }

  async liveState(roomId: string, userId: string | null): Promise<RoomLiveState> {
    const states = await Promise.all(this.providers.map(async (provider) => provider.liveState?.(roomId, userId)));
    return Object.assign({ ...EMPTY_LIVE_STATE }, ...states) as RoomLiveState;
  }

  async viewerState(roomId: string, userId: string): Promise<Partial<RoomViewerState>> {
    const states = await Promise.all(this.providers.map(async (provider) => provider.viewerState?.(roomId, userId)));
    return Object.assign({}, ...states) as Partial<RoomViewerState>;
  }

  async lobbyCards(roomIds: readonly string[]): Promise<(roomId: string) => LobbyCardData> {
    const cards = await Promise.all(this.providers.map(async (provider) => provider.lobbyCards?.(roomIds)));
    return (roomId) => Object.assign({ ...EMPTY_CARD }, ...cards.map((card) => card?.get(roomId))) as LobbyCardData;
  }
}
