import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LIMITS } from '@visionary/contract';
import { type CardFacts, type RoomLists, type RoomMine, type RoomPart, RoomParts } from '@visionary/rooms';
import { LastMessages } from '../usecases/last-messages.js';
import { PageMessages } from '../usecases/page-messages.js';
import type { Message } from '../domain/message.js';
import { ReadMarks } from '../usecases/read-marks.js';
import { ReadReactions } from '../usecases/read-reactions.js';
import { viewOfMessage } from './message-views.js';

/** What chat shows of a room: the newest page to whoever arrives and how far they have read, the last word in the lobby. */
@Injectable()
export class ChatPart implements RoomPart, OnModuleInit {
  constructor(
    private readonly parts: RoomParts,
    private readonly pages: PageMessages,
    private readonly lastMessages: LastMessages,
    private readonly marks: ReadMarks,
    private readonly reactions: ReadReactions,
  ) {}

  onModuleInit(): void {
    this.parts.add(this);
  }

  async lists(roomId: string): Promise<Partial<RoomLists>> {
    const { messages, more } = await this.pages.older(roomId, LIMITS.messagesPerPage);
    return { messages: messages.map(viewOfMessage), moreMessages: more };
  }

  async read({ messages }: RoomLists, personId: string): Promise<Partial<RoomLists>> {
    return { messages: (await this.reactions.asReadBy(personId, messages as Message[])).map(viewOfMessage) };
  }

  async mine(roomId: string, personId: string): Promise<Partial<RoomMine>> {
    const mark = await this.marks.one(personId, roomId);
    return mark ? { mark } : {};
  }

  async cards(roomIds: readonly string[]): Promise<ReadonlyMap<string, Partial<CardFacts>>> {
    const last = await this.lastMessages.run(roomIds);
    return new Map([...last].map(([roomId, lastMessage]) => [roomId, { lastMessage }]));
  }
}
