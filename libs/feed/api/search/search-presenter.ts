import { Injectable } from '@nestjs/common';
import { SearchUsers } from '@visionary/accounts';
import { type SearchQuery, type SearchResults, type SearchKind, LIMITS } from '@visionary/contract';
import { ModelPresenter } from '@visionary/generation';
import { OpenRoomViews } from '@visionary/rooms';
import { SearchTags } from '../../use-cases/search/search-tags.js';
import type { Viewer } from '../viewer.js';
import { PostResults } from './post-results.js';

/** Where everything is looked for at once: so many of each. */
const FEW: Readonly<Record<SearchKind, number>> = {
  posts: LIMITS.postsPerPage,
  users: 6,
  rooms: 6,
  models: 6,
  tags: 10,
};
/** Where it is looked for alone. */
const MANY: Readonly<Record<SearchKind, number>> = {
  ...{ posts: LIMITS.postsPerPage, users: LIMITS.usersPerPage, rooms: LIMITS.roomsPerPage },
  ...{ models: 100, tags: 100 },
};

const NOTHING: SearchResults = {
  posts: { posts: [], myReactions: {}, nextCursor: null, total: 0 },
  ...{ users: [], rooms: [], models: [], loras: [], tags: [], nextCursor: null },
};

/** What a search finds, of one kind or the first few of each. */
@Injectable()
export class SearchPresenter {
  constructor(
    private readonly posts: PostResults,
    private readonly users: SearchUsers,
    private readonly rooms: OpenRoomViews,
    private readonly models: ModelPresenter,
    private readonly tags: SearchTags,
  ) {}

  /** @throws Rejection INVALID for a cursor that is none */
  async find(query: SearchQuery, viewer: Viewer): Promise<SearchResults> {
    if (query.kind) return { ...NOTHING, ...(await this.page(query.kind, query, viewer)) };
    const kinds = ['posts', 'users', 'rooms', 'models', 'tags'] as const;
    const few = { ...query, cursor: undefined };
    const each = await Promise.all(kinds.map((kind) => this.page(kind, few, viewer, FEW[kind])));
    const all = Object.assign({ ...NOTHING }, ...each) as SearchResults;
    return { ...all, nextCursor: null };
  }

  private async page(
    kind: SearchKind,
    query: SearchQuery,
    viewer: Viewer,
    limit = MANY[kind],
  ): Promise<Partial<SearchResults>> {
    const { text, cursor } = query;
    const isNamed = text.trim() !== '';
    switch (kind) {
      case 'posts': {
        const posts = await this.posts.page(query, viewer, limit);
        return { posts, nextCursor: posts.nextCursor };
      }
      case 'users': {
        const wanted = { search: text.trim().replace(/^@/, ''), askerId: viewer.userId, roomId: undefined, limit };
        return { users: isNamed ? await this.users.run(wanted) : [] };
      }
      case 'rooms':
        return isNamed ? this.rooms.find(text, cursor, limit) : {};
      case 'models':
        return this.models.find(text, limit, viewer.forEverybody);
      case 'tags':
        return { tags: await this.tags.run(text, limit, viewer.forEverybody) };
      default:
        return kind satisfies never;
    }
  }
}
