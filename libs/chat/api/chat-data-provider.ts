import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type MyStateData, type MyStateProvider, MyStateProviders } from '@visionary/accounts';
import { LIMITS } from '@visionary/contract';
import {
  type LobbyCardData,
  type RoomDataProvider,
  RoomDataProviders,
  type RoomSnapshotData,
  type RoomViewerState,
} from '@visionary/rooms';
import { MessagePagesService } from '../use-cases/message-pages.service.js';
import { ReactionsService } from '../use-cases/reactions.service.js';
import { ReadStatesService } from '../use-cases/read-states.service.js';

/** Chat's part of a room snapshot (newest page, read state), of lobby cards (last message), and of a user's own state. */
@Injectable()
export class ChatDataProvider implements RoomDataProvider, MyStateProvider, OnModuleInit {
  constructor(
    private readonly roomProviders: RoomDataProviders,
    private readonly myStateProviders: MyStateProviders,
    private readonly pages: MessagePagesService,
    private readonly readStates: ReadStatesService,
    private readonly reactions: ReactionsService,
  ) {}

  onModuleInit(): void {
    this.roomProviders.add(this);
    this.myStateProviders.add(this);
  }

  async snapshot(roomId: string): Promise<Partial<RoomSnapshotData>> {
    const { messages, hasMore } = await this.pages.older(roomId, LIMITS.messagesPerPage);
    return { messages, moreMessages: hasMore };
  }

  async read({ messages }: RoomSnapshotData, userId: string): Promise<Partial<RoomSnapshotData>> {
    return { messages: await this.reactions.forReader(userId, messages) };
  }

  async viewerState(roomId: string, userId: string): Promise<Partial<RoomViewerState>> {
    const readState = await this.readStates.one(userId, roomId);
    return readState ? { readState } : {};
  }

  async lobbyCards(roomIds: readonly string[]): Promise<ReadonlyMap<string, Partial<LobbyCardData>>> {
    const newest = await this.pages.newestOf(roomIds);
    return new Map([...newest].map(([roomId, lastMessage]) => [roomId, { lastMessage }]));
  }

  async stateOf(userId: string): Promise<Partial<MyStateData>> {
    return { readStates: await this.readStates.ofUser(userId) };
  }
}
