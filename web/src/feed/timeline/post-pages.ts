import type { PostPage, PostView } from '@visionary/contract';
import { ratioOf } from '../grid/justified-layout.js';

/**
 * A page of the feed as stored: what layout and refetching need. Posts are cached separately and for a limited time.
 */
export interface PostListPage {
  /** The cursor of this page; null if it starts at the newest post. */
  readonly cursor: string | null;
  readonly ids: readonly string[];
  readonly ratios: readonly number[];
}

export interface PostPages {
  readonly slots: readonly PostListPage[];
  /** The cursor after the last slot; null on the last page. */
  readonly nextCursor: string | null;
}

const slotOf = (cursor: string | null, posts: readonly PostView[]): PostListPage => ({
  cursor,
  ids: posts.map(({ id }) => id),
  // Three digits are exact to the pixel and keep the stored list small.
  ratios: posts.map(({ image }) => Math.round(ratioOf(image) * 1000) / 1000),
});

const known = ({ slots }: PostPages): ReadonlySet<string> => new Set(slots.flatMap(({ ids }) => ids));
const without = (posts: readonly PostView[], ids: ReadonlySet<string>) => posts.filter(({ id }) => !ids.has(id));

export const firstPage = ({ posts, nextCursor }: PostPage): PostPages => ({ slots: [slotOf(null, posts)], nextCursor });

/** Appends a page without duplicates of what moved between pages. */
export function appendPage(list: PostPages, { posts, nextCursor }: PostPage): PostPages {
  const newItems = without(posts, known(list));
  const slots = newItems.length > 0 ? [...list.slots, slotOf(list.nextCursor, newItems)] : list.slots;
  return { slots, nextCursor };
}

/** Prepends newer posts without duplicates. */
export function prependPosts(list: PostPages, posts: readonly PostView[]): PostPages {
  const newItems = without(posts, known(list));
  return newItems.length > 0 ? { ...list, slots: [slotOf(null, newItems), ...list.slots] } : list;
}

/**
 * Refreshes the first page after others published. If it overlaps the list, new posts are prepended; if not, there is a
 * gap of unknown posts, so the list starts over with its own cursors.
 */
export function mergeFirstPage(list: PostPages, page: PostPage): PostPages {
  const first = list.slots[0]?.ids[0];
  const at = page.posts.findIndex(({ id }) => id === first);
  return at < 0 ? firstPage(page) : prependPosts(list, page.posts.slice(0, at));
}

/** From <= slot < until, of the pages that contain the images `from` to `until` of the whole list. */
export function pagesInRange({ slots }: PostPages, from: number, until: number): PostListPage[] {
  let at = 0;
  return slots.filter(({ ids }) => {
    const begins = at;
    at += ids.length;
    return begins < until && at > from;
  });
}

export const lengthOf = ({ slots }: PostPages): number => slots.reduce((sum, { ids }) => sum + ids.length, 0);
export const isEmpty = ({ slots }: PostPages): boolean => slots.every(({ ids }) => ids.length === 0);
/** The whole list, flat. */
export const idsOf = ({ slots }: PostPages): string[] => slots.flatMap(({ ids }) => [...ids]);
export const ratiosOf = ({ slots }: PostPages): number[] => slots.flatMap(({ ratios }) => [...ratios]);
