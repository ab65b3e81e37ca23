import type { Post } from './post.js';
import type { PostFilters } from './post-filters.js';

export type { PostFilters } from './post-filters.js';

/** The last post of a page: its value in the order, and its id. */
export interface PostCursor {
  readonly value: number;
  readonly id: string;
}

export interface PostQuery {
  readonly order: 'new' | 'hot';
  readonly filters: PostFilters;
  /** Only posts of users that this user follows. */
  readonly followedBy?: string | undefined;
  readonly excludeAuthorIds?: readonly string[];
}

/** The cursor after a post. */
export const cursorOf = ({ at, hot, id }: Post, order: PostQuery['order']): PostCursor => ({
  value: order === 'new' ? at : hot,
  id,
});

/** The text form that `readCursor` parses. */
export const formatCursor = (cursor: PostCursor | null): string | null => cursor && `${cursor.value}_${cursor.id}`;
