import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LIMITS } from '@visionary/contract';
import {
  type LobbyCardData,
  type RoomSnapshotData,
  type RoomViewerState,
  type RoomDataProvider,
  RoomDataProviders,
} from '@visionary/rooms';
import { LastMessages } from '../use-cases/last-messages.js';
import { PageMessages } from '../use-cases/page-messages.js';
import type { Message } from '../domain/message.js';
import { GetReadStates } from '../use-cases/get-read-states.js';
import { ReadReactions } from '../use-cases/read-reactions.js';
import { viewOfMessage } from './message-views.js';

/** What chat shows of a room: the newest page to whoever arrives and how far they have read, the last word in the lobby. */
@Injectable()
export class ChatRoomProvider implements RoomDataProvider, OnModuleInit {
  constructor(
    private readonly parts: RoomDataProviders,
    private readonly pages: PageMessages,
    private readonly lastMessages: LastMessages,
    private readonly marks: GetReadStates,
    private readonly reactions: ReadReactions,
  ) {}

  onModuleInit(): void {
    this.parts.add(this);
  }

  async snapshot(roomId: string): Promise<Partial<RoomSnapshotData>> {
    const { messages, hasMore } = await this.pages.older(roomId, LIMITS.messagesPerPage);
    return { messages: messages.map(viewOfMessage), moreMessages: hasMore };
  }

  async read({ messages }: RoomSnapshotData, userId: string): Promise<Partial<RoomSnapshotData>> {
    return { messages: (await this.reactions.asReadBy(userId, messages as Message[])).map(viewOfMessage) };
  }

  async viewerState(roomId: string, userId: string): Promise<Partial<RoomViewerState>> {
    const readState = await this.marks.one(userId, roomId);
    return readState ? { readState } : {};
  }

  async lobbyCards(roomIds: readonly string[]): Promise<ReadonlyMap<string, Partial<LobbyCardData>>> {
    const last = await this.lastMessages.run(roomIds);
    return new Map([...last].map(([roomId, lastMessage]) => [roomId, { lastMessage }]));
  }
}
