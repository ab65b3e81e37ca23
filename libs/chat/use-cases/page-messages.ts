import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import type { Message, MessagePage, MessageWindow } from '../domain/message.js';
import { Messages, type StoredMessage } from '../domain/messages.js';
import { RoomDirectory } from '../domain/room-directory.js';
import { HydrateMessages } from './hydrate-messages.js';

const NEWEST = Number.MAX_SAFE_INTEGER;

/** UTF-16 units of one page, and of somebody who reacted: with what else whoever comes in is told, well within one frame. */
const PAGE_LENGTH = 250_000;
const USER_LENGTH = 80;

const lengthOf = ({ text, reactions }: Message): number =>
  reactions.reduce((length, { users }) => length + users.length * USER_LENGTH, text.length);

/** Those at the beginning that fit; the first always. */
const fitting = (messages: readonly Message[], atMost = PAGE_LENGTH): Message[] => {
  let length = 0;
  const end = messages.findIndex((message, index) => (length += lengthOf(message)) > atMost && index > 0);
  return end < 0 ? [...messages] : messages.slice(0, end);
};

/** What was said, page by page, and the room's seq of the same moment. As many queries for fifty messages as for one. */
@Injectable()
export class PageMessages {
  constructor(
    private readonly messages: Messages,
    private readonly completing: HydrateMessages,
    private readonly roomDirectory: RoomDirectory,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Those before a seq, the newest of all without one. */
  older(roomId: string, limit: number, beforeSeq = NEWEST): Promise<MessagePage> {
    return this.reading(roomId, async (seq) => {
      const found = await this.messages.before(roomId, beforeSeq, limit + 1);
      const messages = fitting(await this.completing.run(found.slice(0, limit)));
      return { messages, hasMore: found.length > messages.length, seq };
    });
  }

  /** Those after a seq that are next to it. */
  newer(roomId: string, limit: number, afterSeq: number): Promise<MessagePage> {
    return this.reading(roomId, async (seq) => {
      const found = await this.messages.after(roomId, afterSeq, limit + 1);
      const messages = fitting(await this.completing.run(found.slice(0, limit))).reverse();
      return { messages, hasMore: found.length > messages.length, seq };
    });
  }

  /** A message, or the place of a seq, with what stands around it. @throws Rejection CHAT_MESSAGE_NOT_FOUND */
  around(roomId: string, limit: number, middle: { messageId: string } | { seq: number }): Promise<MessageWindow> {
    return this.reading(roomId, async (seq) => {
      const place = 'seq' in middle ? middle.seq : (await this.find(roomId, middle.messageId)).seq;
      const upTo = Math.ceil(limit / 2);
      const older = await this.messages.before(roomId, place + 1, upTo + 1);
      const newer = await this.messages.after(roomId, place, limit - upTo + 1);
      const after = newer.slice(0, limit - upTo);
      const completed = await this.completing.run([...after, ...older.slice(0, upTo)]);
      const afterIt = fitting(completed.slice(0, after.length), PAGE_LENGTH / 2);
      const upToIt = fitting(completed.slice(after.length), PAGE_LENGTH / 2);
      return {
        messages: [...afterIt.toReversed(), ...upToIt],
        ...{ hasOlder: older.length > upToIt.length, hasNewer: newer.length > afterIt.length, seq },
      };
    });
  }

  /** @throws Rejection CHAT_MESSAGE_NOT_FOUND */
  one(roomId: string, messageId: string): Promise<{ message: Message; seq: number }> {
    return this.reading(roomId, async (seq) => {
      const [message] = await this.completing.run([await this.find(roomId, messageId)]);
      return { message: message as Message, seq };
    });
  }

  /** The newest pinned first. */
  pins(roomId: string, limit: number): Promise<Message[]> {
    return this.reading(roomId, async () => this.completing.run(await this.messages.pinned(roomId, limit)));
  }

  private async find(roomId: string, messageId: string): Promise<StoredMessage> {
    const message = await this.messages.find(roomId, messageId);
    if (!message) throw new Rejection('CHAT_MESSAGE_NOT_FOUND');
    return message;
  }

  private reading<T>(roomId: string, read: (seq: number) => Promise<T>): Promise<T> {
    return this.unitOfWork.readConsistently(async () => {
      const place = await this.roomDirectory.find(roomId);
      if (!place) throw new Rejection('ROOMS_NOT_FOUND');
      return read(place.lastSeq);
    });
  }
}
