import { Injectable } from '@nestjs/common';
import type { LobbyCardData } from '@visionary/rooms';
import { LIMITS, type MessagePage, type MessageView, type MessageWindow } from '@visionary/contract';
import { Rejection, renderMentions, UnitOfWork } from '@visionary/kernel';
import { deletedUser, Users } from '@visionary/rooms';
import type { StoredMessage } from '../domain/message.js';
import { SqlMessageEdits } from '../storage/sql-message-edits.js';
import { SqlMessages } from '../storage/sql-messages.js';
import { SqlRoomDirectory } from '../storage/sql-room-directory.js';
import { MessagePresenter } from './message-presenter.js';

const NEWEST = Number.MAX_SAFE_INTEGER;

/** In UTF-16 units. Keeps a page, and the rest of a snapshot, within one socket frame. */
const MAX_PAGE_LENGTH = 250_000;
/** Estimated UTF-16 units of one named user. */
const USER_LENGTH = 80;
/** Keeps edits of the longest texts within one socket frame. */
const MAX_EDITS = 50;

const lengthOf = ({ text, reactions }: MessageView): number =>
  reactions.reduce((length, { users }) => length + users.length * USER_LENGTH, text.length);

/** The leading messages that fit into `maxLength`, at least one. */
const takeFitting = (messages: readonly MessageView[], maxLength = MAX_PAGE_LENGTH): MessageView[] => {
  let length = 0;
  const end = messages.findIndex((message, index) => (length += lengthOf(message)) > maxLength && index > 0);
  return end < 0 ? [...messages] : messages.slice(0, end);
};

/**
 * Pages of a room's messages. Each page carries the `seq` of the room from the same read transaction, and takes the same
 * number of queries for one message as for fifty.
 */
@Injectable()
export class MessagePagesService {
  constructor(
    private readonly messages: SqlMessages,
    private readonly messageEdits: SqlMessageEdits,
    private readonly presenter: MessagePresenter,
    private readonly roomDirectory: SqlRoomDirectory,
    private readonly users: Users,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @returns messages with seq < beforeSeq, newest first */
  older(roomId: string, limit: number, beforeSeq = NEWEST): Promise<MessagePage> {
    return this.read(roomId, async (seq) => {
      const found = await this.messages.before(roomId, beforeSeq, limit + 1);
      const messages = takeFitting(await this.presenter.many(found.slice(0, limit)));
      return { messages, hasMore: found.length > messages.length, seq };
    });
  }

  /** @returns the next messages with seq > afterSeq, newest first */
  newer(roomId: string, limit: number, afterSeq: number): Promise<MessagePage> {
    return this.read(roomId, async (seq) => {
      const found = await this.messages.after(roomId, afterSeq, limit + 1);
      const messages = takeFitting(await this.presenter.many(found.slice(0, limit))).reverse();
      return { messages, hasMore: found.length > messages.length, seq };
    });
  }

  /** @returns messages before and after a message or seq, newest first. @throws Rejection CHAT_MESSAGE_NOT_FOUND */
  around(roomId: string, limit: number, center: { messageId: string } | { seq: number }): Promise<MessageWindow> {
    return this.read(roomId, async (seq) => {
      const centerSeq = 'seq' in center ? center.seq : (await this.find(roomId, center.messageId)).seq;
      const olderLimit = Math.ceil(limit / 2);
      const newerLimit = limit - olderLimit;
      const older = await this.messages.before(roomId, centerSeq + 1, olderLimit + 1);
      const newer = await this.messages.after(roomId, centerSeq, newerLimit + 1);
      const newerViewed = newer.slice(0, newerLimit);
      const views = await this.presenter.many([...newerViewed, ...older.slice(0, olderLimit)]);
      const fittingNewer = takeFitting(views.slice(0, newerViewed.length), MAX_PAGE_LENGTH / 2);
      const fittingOlder = takeFitting(views.slice(newerViewed.length), MAX_PAGE_LENGTH / 2);
      return {
        messages: [...fittingNewer.toReversed(), ...fittingOlder],
        hasOlder: older.length > fittingOlder.length,
        hasNewer: newer.length > fittingNewer.length,
        seq,
      };
    });
  }

  /** @throws Rejection CHAT_MESSAGE_NOT_FOUND */
  one(roomId: string, messageId: string): Promise<{ message: MessageView; seq: number }> {
    return this.read(roomId, async (seq) => {
      const [message] = await this.presenter.many([await this.find(roomId, messageId)]);
      return { message: message as MessageView, seq };
    });
  }

  /** @returns pinned messages, the latest pin first */
  pins(roomId: string): Promise<MessageView[]> {
    return this.read(roomId, async () => this.presenter.many(await this.messages.pinned(roomId, LIMITS.pinsPerRoom)));
  }

  /**
   * @returns the newest 50 replaced texts, oldest first; none for a deleted message
   * @throws Rejection CHAT_MESSAGE_NOT_FOUND
   */
  async edits(roomId: string, messageId: string): Promise<{ text: string; at: number }[]> {
    if ((await this.find(roomId, messageId)).deleted) return [];
    return (await this.messageEdits.of(messageId, MAX_EDITS)).map(({ text, at }) => ({ text, at }));
  }

  /** @returns the newest message of each room by its id, with names in place of mentions. Three queries for any number of rooms. */
  async newestOf(roomIds: readonly string[]): Promise<Map<string, NonNullable<LobbyCardData['lastMessage']>>> {
    const newest = await this.messages.newestOf(roomIds);
    const users = await this.users.byIds(newest.flatMap(({ authorId, mentions }) => [authorId, ...mentions]));
    const nameOf = (id: string): string => (users.get(id) ?? deletedUser(id)).name;
    return new Map(
      newest.map(({ roomId, authorId, text, at }) => [
        roomId,
        { author: nameOf(authorId), text: renderMentions(text, nameOf), at },
      ]),
    );
  }

  private async find(roomId: string, messageId: string): Promise<StoredMessage> {
    const message = await this.messages.find(roomId, messageId);
    if (!message) throw new Rejection('CHAT_MESSAGE_NOT_FOUND');
    return message;
  }

  private read<T>(roomId: string, load: (seq: number) => Promise<T>): Promise<T> {
    return this.unitOfWork.readConsistently(async () => {
      const room = await this.roomDirectory.find(roomId);
      if (!room) throw new Rejection('ROOMS_NOT_FOUND');
      return load(room.lastSeq);
    });
  }
}
