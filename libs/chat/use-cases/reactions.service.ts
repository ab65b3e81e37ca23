import { Injectable } from '@nestjs/common';
import { ReactionsRepository, requireEmoji, requireEmojiLimit } from '@visionary/comments';
import { type EmojiCount, LIMITS, type MessageView, type ReactionPage, type UserView } from '@visionary/contract';
import { pageOf, readCursor, Rejection } from '@visionary/kernel';
import { deletedUser, type RoomEvent, RoomLog, Users } from '@visionary/rooms';
import { SqlMessages } from '../storage/sql-messages.js';

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
    private readonly reactions: ReactionsRepository,
    private readonly users: Users,
  ) {}

  /**
   * Adds or removes a reaction, once per `clientId`.
   * @throws Rejection COMMENTS_INVALID_EMOJI, CHAT_MESSAGE_NOT_FOUND, CHAT_MESSAGE_DELETED,
   *   COMMENTS_TOO_MANY_REACTIONS { limit }
   */
  async react({ roomId, user, clientId, messageId, emoji, on }: ReactionInput): Promise<RoomEvent> {
    requireEmoji(emoji);
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
          const ownReactions = (await this.reactions.reactionsBy('message', user.id, [messageId])).get(messageId) ?? [];
          const known = ownReactions.find((one) => one.emoji === emoji);
          if (on && !known) {
            requireEmojiLimit(await this.countsOf(messageId), emoji);
            await this.reactions.add('message', { subjectId: messageId, userId: user.id, emoji, at });
          }
          if (!on && known) await this.reactions.remove('message', [known]);
          return { messageId, emoji, user, on, count: await this.count(messageId, emoji) };
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
    const found = await this.reactions.page({ kind: 'message', id: messageId }, emoji, after, limit + 1);
    const { page, nextCursor } = pageOf(found, limit, ({ at: value, userId: id }) => ({ value, id }));
    const users = await this.users.byIds(page.map(({ userId }) => userId));
    return {
      count: await this.count(messageId, emoji),
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
    const own = await this.reactions.emojisBy('message', userId, ids);
    return messages.map((message) => ({
      ...message,
      reactions: message.reactions.map((reaction) => {
        const isUnnamed = reaction.users.every(({ id }) => id !== userId);
        return isUnnamed && own.get(message.id)?.includes(reaction.emoji)
          ? { ...reaction, myUserId: userId }
          : reaction;
      }),
    }));
  }

  private async requireExisting(roomId: string, messageId: string): Promise<void> {
    const message = await this.messages.find(roomId, messageId);
    if (!message) throw new Rejection('CHAT_MESSAGE_NOT_FOUND');
    if (message.deleted) throw new Rejection('CHAT_MESSAGE_DELETED');
  }

  private async countsOf(messageId: string): Promise<readonly EmojiCount[]> {
    return (await this.reactions.countsOf('message', [messageId])).get(messageId) ?? [];
  }

  private async count(messageId: string, emoji: string): Promise<number> {
    return (await this.countsOf(messageId)).find((one) => one.emoji === emoji)?.count ?? 0;
  }
}
