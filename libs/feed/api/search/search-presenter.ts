import { Injectable } from '@nestjs/common';
import { SearchUsers } from '@visionary/accounts';
import { type SearchQuery, type SearchResults, type SearchKind, LIMITS } from '@visionary/contract';
import { ModelPresenter } from '@visionary/generation';
import { LobbyViews } from '@visionary/rooms';
import { SearchTags } from '../../use-cases/search/search-tags.js';
import type { Viewer } from '../viewer.js';
import { PostResults } from './post-results.js';

/** Results per kind in a search of all kinds. */
const OVERVIEW_LIMITS: Readonly<Record<SearchKind, number>> = {
  posts: LIMITS.postsPerPage,
  users: 6,
  rooms: 6,
  models: 6,
  tags: 10,
};
/** Results in a search of one kind. */
const PAGE_LIMITS: Readonly<Record<SearchKind, number>> = {
  posts: LIMITS.postsPerPage,
  users: LIMITS.usersPerPage,
  rooms: LIMITS.roomsPerPage,
  models: 100,
  tags: 100,
};

const NOTHING: SearchResults = {
  posts: { posts: [], myReactions: {}, nextCursor: null, total: 0 },
  users: [],
  rooms: [],
  models: [],
  loras: [],
  tags: [],
  nextCursor: null,
};

/** Search results of one kind, or the first few of each kind. */
@Injectable()
export class SearchPresenter {
  constructor(
    private readonly posts: PostResults,
    private readonly users: SearchUsers,
    private readonly rooms: LobbyViews,
    private readonly models: ModelPresenter,
    private readonly tags: SearchTags,
  ) {}

  /** @throws Rejection INVALID for an unknown cursor */
  async find(query: SearchQuery, viewer: Viewer): Promise<SearchResults> {
    if (query.kind) return { ...NOTHING, ...(await this.page(query.kind, query, viewer)) };
    const kinds = ['posts', 'users', 'rooms', 'models', 'tags'] as const;
    const firstPage = { ...query, cursor: undefined };
    const pages = await Promise.all(kinds.map((kind) => this.page(kind, firstPage, viewer, OVERVIEW_LIMITS[kind])));
    const results = Object.assign({ ...NOTHING }, ...pages) as SearchResults;
    return { ...results, nextCursor: null };
  }

  private async page(
    kind: SearchKind,
    query: SearchQuery,
    viewer: Viewer,
    limit = PAGE_LIMITS[kind],
  ): Promise<Partial<SearchResults>> {
    const { text, cursor } = query;
    const hasText = text.trim() !== '';
    switch (kind) {
      case 'posts': {
        const posts = await this.posts.page(query, viewer, limit);
        return { posts, nextCursor: posts.nextCursor };
      }
      case 'users': {
        const users = { search: text.trim().replace(/^@/, ''), requesterId: viewer.userId, roomId: undefined, limit };
        return { users: hasText ? await this.users.run(users) : [] };
      }
      case 'rooms':
        return hasText ? this.rooms.findOpen(text, cursor, limit) : {};
      case 'models':
        return this.models.find(text, limit, viewer.forEveryone);
      case 'tags':
        return { tags: await this.tags.run(text, limit, viewer.forEveryone) };
      default:
        return kind satisfies never;
    }
  }
}
