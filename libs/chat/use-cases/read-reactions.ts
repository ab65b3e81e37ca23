import { Injectable } from '@nestjs/common';
import { pageOf, readCursor, Rejection } from '@visionary/kernel';
import { deletedUser, Users } from '@visionary/rooms';
import { ChatLimits } from '../domain/limits.js';
import type { Author, Message } from '../domain/message.js';
import { Messages, Reactions } from '../domain/messages.js';

export interface ReactionsAsked {
  readonly roomId: string;
  readonly messageId: string;
  readonly emoji: string;
  /** Of the page before. */
  readonly cursor?: string | undefined;
}

export interface ReactionPage {
  /** Of all who gave it. */
  readonly count: number;
  readonly users: Author[];
  readonly nextCursor: string | null;
}

const isCut = (message: Message): boolean => message.reactions.some(({ count, users }) => count > users.length);

/** Who gave which emoji, where a message names only the first of them. */
@Injectable()
export class ReadReactions {
  constructor(
    private readonly messages: Messages,
    private readonly reactions: Reactions,
    private readonly users: Users,
    private readonly limits: ChatLimits,
  ) {}

  /** In the order they gave it. @throws Rejection CHAT_MESSAGE_NOT_FOUND, INVALID for a cursor that is none */
  async page({ roomId, messageId, emoji, cursor }: ReactionsAsked): Promise<ReactionPage> {
    if (!(await this.messages.find(roomId, messageId))) throw new Rejection('CHAT_MESSAGE_NOT_FOUND');
    const limit = this.limits.reactionsPerPage;
    const from = readCursor(cursor);
    const after = from && { at: from.value, userId: from.id };
    const found = await this.reactions.page(messageId, emoji, after, limit + 1);
    const { page, nextCursor } = pageOf(found, limit, ({ at: value, userId: id }) => ({ value, id }));
    const known = await this.users.byIds(page.map(({ userId }) => userId));
    return {
      count: await this.reactions.count(messageId, emoji),
      users: page.map(({ userId }) => known.get(userId) ?? deletedUser(userId)),
      nextCursor,
    };
  }

  /** The messages as this user reads them: what they gave is theirs, named or not. No query where everybody is named. */
  async asReadBy(userId: string | null, messages: Message[]): Promise<Message[]> {
    const cut = userId === null ? [] : messages.filter(isCut);
    if (userId === null || cut.length === 0) return messages;
    const ids = cut.map(({ id }) => id);
    const mine = new Set((await this.reactions.givenBy(userId, ids)).map((one) => `${one.messageId} ${one.emoji}`));
    return messages.map((message) => ({
      ...message,
      reactions: message.reactions.map((reaction) => {
        const isUnnamed = reaction.users.every(({ id }) => id !== userId);
        return isUnnamed && mine.has(`${message.id} ${reaction.emoji}`) ? { ...reaction, myUserId: userId } : reaction;
      }),
    }));
  }
}
