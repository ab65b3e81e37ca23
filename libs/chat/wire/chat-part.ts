import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LIMITS, type MessageView } from '@visionary/contract';
import { type CardFacts, type RoomLists, type RoomPart, RoomParts } from '@visionary/rooms';
import { LastMessages } from '../usecases/last-messages.js';
import { OlderMessages } from '../usecases/older-messages.js';

/** What chat shows of a room: the newest page to whoever arrives, the last word in the lobby. */
@Injectable()
export class ChatPart implements RoomPart, OnModuleInit {
  constructor(
    private readonly parts: RoomParts,
    private readonly olderMessages: OlderMessages,
    private readonly lastMessages: LastMessages,
  ) {}

  onModuleInit(): void {
    this.parts.add(this);
  }

  async lists(roomId: string): Promise<Partial<RoomLists>> {
    const { messages, more } = await this.olderMessages.run(roomId, LIMITS.messagesPerPage);
    return { messages: messages as MessageView[], moreMessages: more };
  }

  async cards(roomIds: readonly string[]): Promise<ReadonlyMap<string, Partial<CardFacts>>> {
    const last = await this.lastMessages.run(roomIds);
    return new Map([...last].map(([roomId, lastMessage]) => [roomId, { lastMessage }]));
  }
}
