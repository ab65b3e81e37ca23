import { Injectable } from '@nestjs/common';
import { beginningOf } from '@visionary/kernel';
import { nobody, People } from '@visionary/rooms';
import { ChatLimits } from '../domain/limits.js';
import type { Author, Message, Quote, Reaction } from '../domain/message.js';
import { Messages, type NamedReaction, Reactions, type StoredMessage } from '../domain/messages.js';

type PersonOf = (id: string) => Author;

/** Gives messages their names, reactions and quotes: three queries, however many they are. */
@Injectable()
export class CompleteMessages {
  constructor(
    private readonly messages: Messages,
    private readonly reactions: Reactions,
    private readonly people: People,
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
    const ids = [...[...stored, ...quoted.values()].flatMap(peopleIn), ...given.map(({ personId }) => personId)];
    const people = await this.people.byIds(ids);
    const personOf: PersonOf = (id) => people.get(id) ?? nobody(id);
    const reactionsOf = Map.groupBy(given, ({ messageId }) => messageId);
    return stored.map((message) => {
      const quote = quoted.get(message.replyToId ?? '');
      const replyTo = quote && this.quoteOf(quote, personOf(quote.authorId));
      const reactions = byEmoji(reactionsOf.get(message.id) ?? [], personOf);
      return { ...complete(message, personOf), reactions, ...(replyTo && { replyTo }) };
    });
  }

  quoteOf({ id, seq, text, deleted }: StoredMessage, author: Author): Quote {
    const beginning = beginningOf(text, this.limits.quoteLength);
    return { messageId: id, seq, author, text: beginning, isDeleted: deleted !== null };
  }
}

const peopleIn = ({ authorId, mentions, deleted, pinned }: StoredMessage): string[] =>
  [authorId, ...mentions, deleted?.byId, pinned?.byId].filter((id) => id !== undefined);

/** All but its reactions and quote. */
export const complete = (message: StoredMessage, personOf: PersonOf): Message => {
  const { id, roomId, seq, clientId, text, at, attachments, card, mentions, editedAt, deleted, pinned } = message;
  return {
    ...{ id, roomId, seq, clientId, text, at, author: personOf(message.authorId), reactions: [] },
    ...(mentions.length > 0 && { mentions: mentions.map(personOf) }),
    ...(attachments.length > 0 && { attachments }),
    ...(card && { card }),
    ...(editedAt !== null && { editedAt }),
    ...(deleted && { deleted: { by: personOf(deleted.byId), at: deleted.at } }),
    ...(pinned && { pinned: { by: personOf(pinned.byId), at: pinned.at } }),
  };
};

/** In the order in which each emoji was first given. */
const byEmoji = (given: readonly NamedReaction[], personOf: PersonOf): Reaction[] =>
  [...Map.groupBy(given, ({ emoji }) => emoji)].map(([emoji, reactions]) => ({
    emoji,
    count: reactions[0]?.count ?? 0,
    people: reactions.map(({ personId }) => personOf(personId)),
  }));
