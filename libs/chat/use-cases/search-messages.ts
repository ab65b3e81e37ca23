import { Injectable } from '@nestjs/common';
import { Rejection, parseQuery } from '@visionary/kernel';
import { ChatLimits } from '../domain/limits.js';
import type { Message } from '../domain/message.js';
import { Messages } from '../domain/messages.js';
import { RoomDirectory } from '../domain/room-directory.js';
import { MessageSearchIndex } from '../domain/message-search-index.js';
import { HydrateMessages } from './hydrate-messages.js';

export interface MessageSearch {
  readonly userId: string | null;
  /** Null: all rooms the user belongs to. The caller has checked that they may read this one. */
  readonly roomId: string | null;
  readonly text: string;
  readonly authorId?: string | undefined;
  readonly from?: number | undefined;
  readonly until?: number | undefined;
  readonly cursor?: string | undefined;
}

export interface MessagesFound {
  /** Newest first. */
  readonly hits: { readonly message: Message; readonly room: { readonly id: string; readonly name: string } }[];
  /** At most as many as are counted. */
  readonly total: number;
  readonly nextCursor: string | null;
}

const NOTHING: MessagesFound = { hits: [], total: 0, nextCursor: null };

const placeOf = (cursor: string): number => {
  if (!/^\d{1,16}$/.test(cursor)) throw new Rejection('INVALID', { field: 'cursor', reason: 'not one of ours' });
  return Number(cursor);
};

/** Finds messages that have all the words of a text, in any case and width; without words, those of an author or a time. */
@Injectable()
export class SearchMessages {
  constructor(
    private readonly words: MessageSearchIndex,
    private readonly messages: Messages,
    private readonly completing: HydrateMessages,
    private readonly roomDirectory: RoomDirectory,
    private readonly limits: ChatLimits,
  ) {}

  /** @throws Rejection INVALID for a cursor that is none */
  async run({ text, cursor, roomId, userId, ...filters }: MessageSearch): Promise<MessagesFound> {
    const terms = parseQuery(text);
    // Signs alone are no words: nothing is found, rather than everything.
    if (terms.length === 0 && text.trim() !== '') return NOTHING;
    const limit = this.limits.searchPerPage;
    const { hits, total } = await this.words.find({
      ...{ terms, roomId, userId, authorId: filters.authorId, from: filters.from, until: filters.until },
      before: cursor === undefined ? null : placeOf(cursor),
      limit: limit + 1,
      totalAtMost: this.limits.searchTotal,
    });
    const page = hits.slice(0, limit);
    const last = page.at(-1);
    const nextCursor = last && hits.length > limit ? String(last.place) : null;
    return { hits: await this.shown(page.map(({ messageId }) => messageId)), total, nextCursor };
  }

  private async shown(ids: readonly string[]): Promise<MessagesFound['hits']> {
    const stored = new Map((await this.messages.byIds(ids)).map((message) => [message.id, message]));
    const found = ids.map((id) => stored.get(id)).filter((message) => message !== undefined);
    const messages = await this.completing.run(found);
    const rooms = await this.roomDirectory.byIds([...new Set(found.map(({ roomId }) => roomId))]);
    const nameOf = new Map(rooms.map(({ id, name }) => [id, name]));
    return messages.map((message) => ({
      message,
      room: { id: message.roomId, name: nameOf.get(message.roomId) ?? '' },
    }));
  }
}
