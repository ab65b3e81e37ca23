import type { Post } from './post.js';
import type { PostFilters } from './posts.js';

export type { PostFilters } from './posts.js';

/** Where a page goes on: after the post with this value of the order, and this id. */
export interface PostCursor {
  readonly value: number;
  readonly id: string;
}

export interface PostQuery {
  readonly order: 'new' | 'hot';
  readonly filters: PostFilters;
  /** Only what those publish whom this user follows. */
  readonly followedBy?: string | undefined;
  /** Authors that are not counted. */
  readonly excludeAuthorIds?: readonly string[];
}

/** Port: posts in an order. */
export abstract class PostPages {
  /** The best first, after `after`. */
  abstract page(query: PostQuery, after: PostCursor | null, limit: number): Promise<Post[]>;
  /** How many pass, at most `atMost`. */
  abstract count(filters: PostFilters, atMost: number): Promise<number>;
  /** How many are newer than that, at most `atMost`. */
  abstract newerThan(place: PostCursor, query: PostQuery, atMost: number): Promise<number>;
}

/** Where a page ends. */
export const cursorOf = ({ at, hot, id }: Post, order: PostQuery['order']): PostCursor => ({
  value: order === 'new' ? at : hot,
  id,
});
