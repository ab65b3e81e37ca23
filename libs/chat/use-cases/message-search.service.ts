import { Injectable } from '@nestjs/common';
import { LIMITS, type MessageSearchResults } from '@visionary/contract';
import { parseQuery, Rejection } from '@visionary/kernel';
import { MessageSearchIndex } from '../storage/message-search-index.js';
import { SqlMessages } from '../storage/sql-messages.js';
import { SqlRoomDirectory } from '../storage/sql-room-directory.js';
import { MessagePresenter } from './message-presenter.js';

export interface MessageSearch {
  readonly userId: string | null;
  /** Null searches all rooms of the user. The caller has checked the right to read this room. */
  readonly roomId: string | null;
  readonly text: string;
  readonly authorId?: string | undefined;
  /** from <= at < until, ms since 1970. */
  readonly from?: number | undefined;
  readonly until?: number | undefined;
  readonly cursor?: string | undefined;
}

const NO_RESULTS: MessageSearchResults = { hits: [], total: 0, nextCursor: null };

const positionOf = (cursor: string): number => {
  if (!/^\d{1,16}$/.test(cursor)) throw new Rejection('INVALID', { field: 'cursor', reason: 'invalid cursor' });
  return Number(cursor);
};

/** Full-text search over messages. */
@Injectable()
export class MessageSearchService {
  constructor(
    private readonly index: MessageSearchIndex,
    private readonly messages: SqlMessages,
    private readonly presenter: MessagePresenter,
    private readonly roomDirectory: SqlRoomDirectory,
  ) {}

  /**
   * Finds messages that contain all words of the text, in any case and width. An empty text finds all messages that match
   * the other filters.
   * @returns newest first; `total` counts at most to LIMITS.searchTotal
   * @throws Rejection INVALID for an invalid cursor
   */
  async search({ text, cursor, roomId, userId, ...filters }: MessageSearch): Promise<MessageSearchResults> {
    const terms = parseQuery(text);
    // A text of punctuation alone has no terms. It finds nothing, not everything.
    if (terms.length === 0 && text.trim() !== '') return NO_RESULTS;
    const limit = LIMITS.searchPerPage;
    const { hits, total } = await this.index.find({
      terms,
      roomId,
      userId,
      authorId: filters.authorId,
      from: filters.from,
      until: filters.until,
      before: cursor === undefined ? null : positionOf(cursor),
      limit: limit + 1,
      maxTotal: LIMITS.searchTotal,
    });
    const page = hits.slice(0, limit);
    const last = page.at(-1);
    const nextCursor = last && hits.length > limit ? String(last.position) : null;
    return { hits: await this.hydrate(page.map(({ messageId }) => messageId)), total, nextCursor };
  }

  private async hydrate(ids: readonly string[]): Promise<MessageSearchResults['hits']> {
    const stored = new Map((await this.messages.byIds(ids)).map((message) => [message.id, message]));
    const found = ids.map((id) => stored.get(id)).filter((message) => message !== undefined);
    const messages = await this.presenter.many(found);
    const rooms = await this.roomDirectory.byIds([...new Set(found.map(({ roomId }) => roomId))]);
    const nameOf = new Map(rooms.map(({ id, name }) => [id, name]));
    return messages.map((message) => ({
      message,
      room: { id: message.roomId, name: nameOf.get(message.roomId) ?? '' },
    }));
  }
}
