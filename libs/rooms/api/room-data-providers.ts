import { Injectable } from '@nestjs/common';
import type {
  LobbyCardData,
  RoomSnapshotData,
  RoomViewerState,
  RoomDataProvider,
  RoomLiveState,
} from './room-data-provider.js';

const NO_LISTS: RoomSnapshotData = { messages: [], moreMessages: false, takes: [], moreTakes: false };
const NOTHING_NOW: RoomLiveState = {
  document: new Uint8Array(),
  queue: [],
  queueTail: { takesAhead: 0 },
  previews: [],
};
const NO_FACTS: LobbyCardData = { rendering: null, lastImage: null, lastTakeAt: null, lastMessage: null };

/** Puts a room together from what the slices show of it, without knowing the slices. */
@Injectable()
export class RoomDataProviders {
  private readonly parts: RoomDataProvider[] = [];

  add(part: RoomDataProvider): void {
    this.parts.push(part);
  }

  async snapshot(roomId: string): Promise<RoomSnapshotData> {
    const lists = { ...NO_LISTS };
    // One after the other: they share one transaction and so one connection.
    for (const part of this.parts) Object.assign(lists, await part.snapshot?.(roomId));
    return lists;
  }

  /** The lists as this user reads them; they themselves stay as they are. */
  async read(lists: RoomSnapshotData, userId: string): Promise<RoomSnapshotData> {
    const given = await Promise.all(this.parts.map(async (part) => part.read?.(lists, userId)));
    return Object.assign({ ...lists }, ...given) as RoomSnapshotData;
  }

  async liveState(roomId: string, userId: string | null): Promise<RoomLiveState> {
    const given = await Promise.all(this.parts.map(async (part) => part.liveState?.(roomId, userId)));
    return Object.assign({ ...NOTHING_NOW }, ...given) as RoomLiveState;
  }

  async viewerState(roomId: string, userId: string): Promise<Partial<RoomViewerState>> {
    const given = await Promise.all(this.parts.map(async (part) => part.viewerState?.(roomId, userId)));
    return Object.assign({}, ...given) as Partial<RoomViewerState>;
  }

  async lobbyCards(roomIds: readonly string[]): Promise<(roomId: string) => LobbyCardData> {
    const given = await Promise.all(this.parts.map(async (part) => part.lobbyCards?.(roomIds)));
    return (roomId) => Object.assign({ ...NO_FACTS }, ...given.map((facts) => facts?.get(roomId))) as LobbyCardData;
  }
}
