import { Injectable } from '@nestjs/common';
import { nobody, People } from '@visionary/rooms';
import type { Author, Message, MessagePage, Reaction } from '../domain/message.js';
import { Messages, Reactions, type StoredMessage, type StoredReaction } from '../domain/messages.js';

const NEWEST = Number.MAX_SAFE_INTEGER;

/** A page of what was said before a place in the log. Three queries, however long the page. */
@Injectable()
export class OlderMessages {
  constructor(
    private readonly messages: Messages,
    private readonly reactions: Reactions,
    private readonly people: People,
  ) {}

  async run(roomId: string, limit: number, beforeSeq = NEWEST): Promise<MessagePage> {
    const found = await this.messages.before(roomId, beforeSeq, limit + 1);
    const page = found.slice(0, limit);
    return { messages: await this.complete(page), more: found.length > limit };
  }

  private async complete(page: readonly StoredMessage[]): Promise<Message[]> {
    const given = await this.reactions.of(page.map(({ id }) => id));
    const ids = [...page.map(({ authorId }) => authorId), ...given.map(({ personId }) => personId)];
    const people = await this.people.byIds(ids);
    const personOf = (id: string): Author => people.get(id) ?? nobody(id);
    const reactionsOf = Map.groupBy(given, ({ messageId }) => messageId);
    return page.map(({ authorId, ...message }) => ({
      ...message,
      author: personOf(authorId),
      reactions: byEmoji(reactionsOf.get(message.id) ?? [], personOf),
    }));
  }
}

/** In the order in which each emoji was first given. */
const byEmoji = (given: readonly StoredReaction[], personOf: (id: string) => Author): Reaction[] =>
  [...Map.groupBy(given, ({ emoji }) => emoji)].map(([emoji, reactions]) => ({
    emoji,
    people: reactions.map(({ personId }) => personOf(personId)),
  }));
