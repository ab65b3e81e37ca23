import { Injectable } from '@nestjs/common';
import { truncate } from '@visionary/kernel';
import { deletedUser, Users } from '@visionary/rooms';
import { ChatLimits } from '../domain/limits.js';
import type { Author, Message, Quote, Reaction } from '../domain/message.js';
import { Messages, type NamedReaction, Reactions, type StoredMessage } from '../domain/messages.js';

type UserOf = (id: string) => Author;

/** Gives messages their names, reactions and quotes: three queries, however many they are. */
@Injectable()
export class HydrateMessages {
  constructor(
    private readonly messages: Messages,
    private readonly reactions: Reactions,
    private readonly users: Users,
    private readonly limits: ChatLimits,
  ) {}

  /** In the same order. */
  async run(stored: readonly StoredMessage[]): Promise<Message[]> {
    const quotedIds = stored.map(({ replyToId }) => replyToId).filter((id) => id !== null);
    const quoted = new Map((await this.messages.byIds([...new Set(quotedIds)])).map((one) => [one.id, one]));
    const given = await this.reactions.of(
      stored.map(({ id }) => id),
      this.limits.reactionNames,
    );
    const ids = [...[...stored, ...quoted.values()].flatMap(usersIn), ...given.map(({ userId }) => userId)];
    const users = await this.users.byIds(ids);
    const userOf: UserOf = (id) => users.get(id) ?? deletedUser(id);
    const reactionsOf = Map.groupBy(given, ({ messageId }) => messageId);
    return stored.map((message) => {
      const quote = quoted.get(message.replyToId ?? '');
      const replyTo = quote && this.quoteOf(quote, userOf(quote.authorId));
      const reactions = byEmoji(reactionsOf.get(message.id) ?? [], userOf);
      return { ...complete(message, userOf), reactions, ...(replyTo && { replyTo }) };
    });
  }

  quoteOf({ id, seq, text, deleted }: StoredMessage, author: Author): Quote {
    const beginning = truncate(text, this.limits.quoteLength);
    return { messageId: id, seq, author, text: beginning, isDeleted: deleted !== null };
  }
}

const usersIn = ({ authorId, mentions, deleted, pinned }: StoredMessage): string[] =>
  [authorId, ...mentions, deleted?.byId, pinned?.byId].filter((id) => id !== undefined);

/** All but its reactions and quote. */
export const complete = (message: StoredMessage, userOf: UserOf): Message => {
  const {
    id,
    roomId,
    seq,
    clientId,
    text,
    at,
    attachments,
    card: sharedTake,
    mentions,
    editedAt,
    deleted,
    pinned,
  } = message;
  return {
    ...{ id, roomId, seq, clientId, text, at, author: userOf(message.authorId), reactions: [] },
    ...(mentions.length > 0 && { mentions: mentions.map(userOf) }),
    ...(attachments.length > 0 && { attachments }),
    ...(sharedTake && { sharedTake }),
    ...(editedAt !== null && { editedAt }),
    ...(deleted && { deleted: { by: userOf(deleted.byId), at: deleted.at } }),
    ...(pinned && { pinned: { by: userOf(pinned.byId), at: pinned.at } }),
  };
};

/** In the order in which each emoji was first given. */
const byEmoji = (given: readonly NamedReaction[], userOf: UserOf): Reaction[] =>
  [...Map.groupBy(given, ({ emoji }) => emoji)].map(([emoji, reactions]) => ({
    emoji,
    count: reactions[0]?.count ?? 0,
    users: reactions.map(({ userId }) => userOf(userId)),
  }));
