import { Injectable } from '@nestjs/common';
import { FindPeople } from '@visionary/accounts';
import { type FindQuery, type Found, type FoundKind, LIMITS } from '@visionary/contract';
import { NamedModels } from '@visionary/generation';
import { OpenRoomViews } from '@visionary/rooms';
import { FindTags } from '../../usecases/finding/find-tags.js';
import type { Viewer } from '../viewer.js';
import { FoundPosts } from './found-posts.js';

/** Where everything is looked for at once: so many of each. */
const FEW: Readonly<Record<FoundKind, number>> = {
  posts: LIMITS.postsPerPage,
  people: 6,
  rooms: 6,
  models: 6,
  tags: 10,
};
/** Where it is looked for alone. */
const MANY: Readonly<Record<FoundKind, number>> = {
  ...{ posts: LIMITS.postsPerPage, people: LIMITS.peoplePerPage, rooms: LIMITS.roomsPerPage },
  ...{ models: 100, tags: 100 },
};

const NOTHING: Found = {
  posts: { posts: [], mine: {}, nextCursor: null, total: 0 },
  ...{ people: [], rooms: [], models: [], loras: [], tags: [], nextCursor: null },
};

/** What a search finds, of one kind or the first few of each. */
@Injectable()
export class FoundViews {
  constructor(
    private readonly posts: FoundPosts,
    private readonly people: FindPeople,
    private readonly rooms: OpenRoomViews,
    private readonly models: NamedModels,
    private readonly tags: FindTags,
  ) {}

  /** @throws Rejection INVALID for a cursor that is none */
  async find(query: FindQuery, viewer: Viewer): Promise<Found> {
    if (query.kind) return { ...NOTHING, ...(await this.page(query.kind, query, viewer)) };
    const kinds = ['posts', 'people', 'rooms', 'models', 'tags'] as const;
    const few = { ...query, cursor: undefined };
    const each = await Promise.all(kinds.map((kind) => this.page(kind, few, viewer, FEW[kind])));
    const all = Object.assign({ ...NOTHING }, ...each) as Found;
    return { ...all, nextCursor: null };
  }

  private async page(kind: FoundKind, query: FindQuery, viewer: Viewer, limit = MANY[kind]): Promise<Partial<Found>> {
    const { text, cursor } = query;
    const isNamed = text.trim() !== '';
    switch (kind) {
      case 'posts': {
        const posts = await this.posts.page(query, viewer, limit);
        return { posts, nextCursor: posts.nextCursor };
      }
      case 'people': {
        const wanted = { search: text.trim().replace(/^@/, ''), askerId: viewer.personId, roomId: undefined, limit };
        return { people: isNamed ? await this.people.run(wanted) : [] };
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
