import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type LobbyCardData,
  type RoomSnapshotData,
  type RoomDataProvider,
  RoomDataProviders,
  type RoomLiveState,
} from '@visionary/rooms';
import { AwarenessRelay } from './awareness-relay.js';
import { LiveDocuments } from './live-documents.js';
import { RoomTakes } from './room-takes.js';

/** What this slice shows of a room: the document, the hands in it, the takes and where they stand. */
@Injectable()
export class JamRoomProvider implements RoomDataProvider, OnModuleInit {
  constructor(
    private readonly parts: RoomDataProviders,
    private readonly documents: LiveDocuments,
    private readonly awareness: AwarenessRelay,
    private readonly takes: RoomTakes,
  ) {}

  onModuleInit(): void {
    this.parts.add(this);
  }

  snapshot(roomId: string): Promise<Partial<RoomSnapshotData>> {
    return this.takes.newestPage(roomId);
  }

  async liveState(roomId: string): Promise<Partial<RoomLiveState>> {
    const { shared } = await this.documents.open(roomId);
    const running = await this.takes.running(roomId);
    const awareness = this.awareness.of(roomId);
    return { document: shared.state, ...(awareness && { awareness }), ...running };
  }

  lobbyCards(roomIds: readonly string[]): Promise<ReadonlyMap<string, Partial<LobbyCardData>>> {
    return this.takes.cards(roomIds);
  }
}
