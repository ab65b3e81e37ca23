import { Injectable } from '@nestjs/common';
import { type NamedReaction, ReactionsRepository } from '@visionary/comments';
import { LIMITS, type MessageView, type QuoteView, type ReactionView, type UserView } from '@visionary/contract';
import { truncate } from '@visionary/kernel';
import { deletedUser, Users } from '@visionary/rooms';
import type { StoredMessage } from '../domain/message.js';
import { SqlMessages } from '../storage/sql-messages.js';

type UserOf = (id: string) => UserView;

/** Turns stored messages into views, with three queries for any number of messages. */
@Injectable()
export class MessagePresenter {
  constructor(
    private readonly messages: SqlMessages,
    private readonly reactions: ReactionsRepository,
    private readonly users: Users,
  ) {}

  /** @returns the views in the order of `stored` */
  async many(stored: readonly StoredMessage[]): Promise<MessageView[]> {
    const quotedIds = stored.map(({ replyToId }) => replyToId).filter((id) => id !== null);
    const quoted = new Map((await this.messages.byIds([...new Set(quotedIds)])).map((one) => [one.id, one]));
    const reactions = await this.reactions.named(
      'message',
      stored.filter(({ deleted }) => !deleted).map(({ id }) => id),
      LIMITS.namedReactors,
    );
    const ids = [...[...stored, ...quoted.values()].flatMap(userIdsIn), ...reactions.map(({ userId }) => userId)];
    const users = await this.users.byIds(ids);
    const userOf: UserOf = (id) => users.get(id) ?? deletedUser(id);
    const reactionsByMessage = Map.groupBy(reactions, ({ subjectId }) => subjectId);
    return stored.map((message) => {
      const quote = quoted.get(message.replyToId ?? '');
      const replyTo = quote && quoteOf(quote, userOf(quote.authorId));
      const reactionViews = byEmoji(reactionsByMessage.get(message.id) ?? [], userOf);
      return { ...messageView(message, userOf), reactions: reactionViews, ...(replyTo && { replyTo }) };
    });
  }
}

const userIdsIn = ({ authorId, mentions, deleted, pinned }: StoredMessage): string[] =>
  [authorId, ...mentions, deleted?.byId, pinned?.byId].filter((id) => id !== undefined);

/** The beginning of a message, as a reply shows it. */
export const quoteOf = ({ id, seq, text, deleted }: StoredMessage, author: UserView): QuoteView => ({
  messageId: id,
  seq,
  author,
  text: truncate(text, LIMITS.quoteLength),
  isDeleted: deleted !== null,
});

/** The view of a message without its reactions and quote. */
export const messageView = (message: StoredMessage, userOf: UserOf): MessageView => {
  const { attachments, sharedTake, mentions, editedAt, deleted, pinned } = message;
  return {
    id: message.id,
    roomId: message.roomId,
    seq: message.seq,
    clientId: message.clientId,
    text: message.text,
    at: message.at,
    author: userOf(message.authorId),
    reactions: [],
    ...(mentions.length > 0 && { mentions: mentions.map(userOf) }),
    ...(attachments.length > 0 && { attachments: [...attachments] }),
    ...(sharedTake && { sharedTake }),
    ...(editedAt !== null && { editedAt }),
    ...(deleted && { deleted: { by: userOf(deleted.byId), at: deleted.at } }),
    ...(pinned && { pinned: { by: userOf(pinned.byId), at: pinned.at } }),
  };
};

/** Emoji in the order of their first reaction. */
const byEmoji = (reactions: readonly NamedReaction[], userOf: UserOf): ReactionView[] =>
  [...Map.groupBy(reactions, ({ emoji }) => emoji)].map(([emoji, named]) => ({
    emoji,
    count: named[0]?.count ?? 0,
    users: named.map(({ userId }) => userOf(userId)),
  }));
