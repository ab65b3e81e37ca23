import type { UsableKind } from '@visionary/contract';
import type { Post } from './post.js';

export interface PostFilters extends Readonly<Partial<Record<UsableKind, string | undefined>>> {
  readonly tag?: string | undefined;
  readonly scheduler?: string | undefined;
  readonly authorId?: string | undefined;
  /** Only content rated for everyone. */
  readonly forEveryone?: boolean | undefined;
}

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
