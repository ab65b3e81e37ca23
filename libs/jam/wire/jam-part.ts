import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type CardFacts, type RoomLists, type RoomPart, RoomParts, type RoomPresent } from '@visionary/rooms';
import { AwarenessRelay } from './awareness-relay.js';
import { LiveDocuments } from './live-documents.js';
import { TakesOfRooms } from './takes-of-rooms.js';

/** What this slice shows of a room: the document, the hands in it, the takes and where they stand. */
@Injectable()
export class JamPart implements RoomPart, OnModuleInit {
  constructor(
    private readonly parts: RoomParts,
    private readonly documents: LiveDocuments,
    private readonly awareness: AwarenessRelay,
    private readonly takes: TakesOfRooms,
  ) {}

  onModuleInit(): void {
    this.parts.add(this);
  }

  lists(roomId: string): Promise<Partial<RoomLists>> {
    return this.takes.newestPage(roomId);
  }

  async present(roomId: string): Promise<Partial<RoomPresent>> {
    const { shared } = await this.documents.open(roomId);
    const running = await this.takes.running(roomId);
    const awareness = this.awareness.of(roomId);
    return { document: shared.state, ...(awareness && { awareness }), ...running };
  }

  cards(roomIds: readonly string[]): Promise<ReadonlyMap<string, Partial<CardFacts>>> {
    return this.takes.cards(roomIds);
  }
}
