import { Injectable } from '@nestjs/common';
import { LIMITS, type MessageView, type ReactionPage, type UserView } from '@visionary/contract';
import { isEmoji, pageOf, readCursor, Rejection } from '@visionary/kernel';
import { deletedUser, type RoomEvent, RoomLog, Users } from '@visionary/rooms';
import { SqlMessages } from '../storage/sql-messages.js';
import { SqlReactions } from '../storage/sql-reactions.js';

export interface ReactionInput {
  readonly roomId: string;
  readonly user: UserView;
  readonly clientId: string;
  readonly messageId: string;
  readonly emoji: string;
  /** False removes the reaction. */
  readonly on: boolean;
}

export interface ReactionQuery {
  readonly roomId: string;
  readonly messageId: string;
  readonly emoji: string;
  /** `nextCursor` of the previous page. */
  readonly cursor?: string | undefined;
}

const isTruncated = (message: MessageView): boolean =>
  message.reactions.some(({ count, users }) => count > users.length);

/** Reactions on messages. */
@Injectable()
export class ReactionsService {
  constructor(
    private readonly log: RoomLog,
    private readonly messages: SqlMessages,
    private readonly reactions: SqlReactions,
    private readonly users: Users,
  ) {}

  /**
   * Adds or removes a reaction, once per `clientId`.
   * @throws Rejection CHAT_INVALID_EMOJI, CHAT_MESSAGE_NOT_FOUND, CHAT_MESSAGE_DELETED, CHAT_TOO_MANY_REACTIONS { limit }
   */
  async react({ roomId, user, clientId, messageId, emoji, on }: ReactionInput): Promise<RoomEvent> {
    if (!isEmoji(emoji)) throw new Rejection('CHAT_INVALID_EMOJI');
    return this.log.once(user.id, clientId, async () => {
      await this.requireExisting(roomId, messageId);
      return this.log.append({
        roomId,
        type: 'chat.reacted',
        actorId: user.id,
        clientId,
        inOpenRoom: true,
        payload: async ({ at }) => {
          // Checked again, because the room is locked from here until the commit.
          await this.requireExisting(roomId, messageId);
          if (on) await this.requireEmojiLeft(messageId, emoji);
          const reaction = { messageId, userId: user.id, emoji };
          await (on ? this.reactions.add({ ...reaction, at }) : this.reactions.remove(reaction));
          return { messageId, emoji, user, on, count: await this.reactions.count(messageId, emoji) };
        },
      });
    });
  }

  /**
   * Users who gave one emoji, oldest reaction first.
   * @throws Rejection CHAT_MESSAGE_NOT_FOUND, INVALID for an invalid cursor
   */
  async page(query: ReactionQuery, limit: number = LIMITS.reactionsPerPage): Promise<ReactionPage> {
    const { roomId, messageId, emoji, cursor } = query;
    const message = await this.messages.find(roomId, messageId);
    if (!message) throw new Rejection('CHAT_MESSAGE_NOT_FOUND');
    if (message.deleted) return { count: 0, users: [], nextCursor: null };
    const from = readCursor(cursor);
    const after = from && { at: from.value, userId: from.id };
    const found = await this.reactions.page(messageId, emoji, after, limit + 1);
    const { page, nextCursor } = pageOf(found, limit, ({ at: value, userId: id }) => ({ value, id }));
    const users = await this.users.byIds(page.map(({ userId }) => userId));
    return {
      count: await this.reactions.count(messageId, emoji),
      users: page.map(({ userId }) => users.get(userId) ?? deletedUser(userId)),
      nextCursor,
    };
  }

  /**
   * Adds `myUserId` where the reader reacted but isn't among the named users. Needs no query when all reactions are named.
   * @param userId null for a visitor
   */
  async forReader(userId: string | null, messages: MessageView[]): Promise<MessageView[]> {
    const truncated = userId === null ? [] : messages.filter(isTruncated);
    if (userId === null || truncated.length === 0) return messages;
    const ids = truncated.map(({ id }) => id);
    const own = new Set((await this.reactions.ofUser(userId, ids)).map((one) => `${one.messageId} ${one.emoji}`));
    return messages.map((message) => ({
      ...message,
      reactions: message.reactions.map((reaction) => {
        const isUnnamed = reaction.users.every(({ id }) => id !== userId);
        return isUnnamed && own.has(`${message.id} ${reaction.emoji}`) ? { ...reaction, myUserId: userId } : reaction;
      }),
    }));
  }

  private async requireExisting(roomId: string, messageId: string): Promise<void> {
    const message = await this.messages.find(roomId, messageId);
    if (!message) throw new Rejection('CHAT_MESSAGE_NOT_FOUND');
    if (message.deleted) throw new Rejection('CHAT_MESSAGE_DELETED');
  }

  private async requireEmojiLeft(messageId: string, emoji: string): Promise<void> {
    const limit = LIMITS.emojiPerMessage;
    const used = await this.reactions.emojiOn(messageId);
    if (used.length >= limit && !used.includes(emoji)) throw new Rejection('CHAT_TOO_MANY_REACTIONS', { limit });
  }
}
