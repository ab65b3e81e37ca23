import type { PostPage, PostView } from '@visionary/contract';
import { ratioOf } from './grid/justify.js';

/**
 * A page of the feed as this browser remembers it: what it takes to lay it out and to fetch it again. The posts themselves
 * are kept apart, and only for a while.
 */
export interface Slot {
  /** Leads to it; null where it began at the newest. */
  readonly cursor: string | null;
  readonly ids: readonly string[];
  readonly ratios: readonly number[];
}

export interface FeedList {
  readonly slots: readonly Slot[];
  /** Behind the last slot; null where nothing follows. */
  readonly nextCursor: string | null;
}

const slotOf = (cursor: string | null, posts: readonly PostView[]): Slot => ({
  cursor,
  ids: posts.map(({ id }) => id),
  // Three digits place a picture to the pixel and keep what is remembered over a reload small.
  ratios: posts.map(({ picture }) => Math.round(ratioOf(picture) * 1000) / 1000),
});

const known = ({ slots }: FeedList): ReadonlySet<string> => new Set(slots.flatMap(({ ids }) => ids));
const without = (posts: readonly PostView[], ids: ReadonlySet<string>) => posts.filter(({ id }) => !ids.has(id));

export const begun = ({ posts, nextCursor }: PostPage): FeedList => ({ slots: [slotOf(null, posts)], nextCursor });

/** The next page behind what is there; what moved between two pages stands once. */
export function continued(list: FeedList, { posts, nextCursor }: PostPage): FeedList {
  const fresh = without(posts, known(list));
  const slots = fresh.length > 0 ? [...list.slots, slotOf(list.nextCursor, fresh)] : list.slots;
  return { slots, nextCursor };
}

/** Newer ones in front; those that stand further down already stay there. */
export function withNewer(list: FeedList, posts: readonly PostView[]): FeedList {
  const fresh = without(posts, known(list));
  return fresh.length > 0 ? { ...list, slots: [slotOf(null, fresh), ...list.slots] } : list;
}

/**
 * The first page once more, after others were published. Where it reaches what is there the new ones go in front; where it
 * does not, something lies between that nobody has seen: the list begins anew, and is continued by its own cursors.
 */
export function refreshed(list: FeedList, page: PostPage): FeedList {
  const first = list.slots[0]?.ids[0];
  const at = page.posts.findIndex(({ id }) => id === first);
  return at < 0 ? begun(page) : withNewer(list, page.posts.slice(0, at));
}

/** From <= slot < until, of those that hold the pictures `from` to `until` of the whole list. */
export function slotsBetween({ slots }: FeedList, from: number, until: number): Slot[] {
  let at = 0;
  return slots.filter(({ ids }) => {
    const begins = at;
    at += ids.length;
    return begins < until && at > from;
  });
}

export const lengthOf = ({ slots }: FeedList): number => slots.reduce((sum, { ids }) => sum + ids.length, 0);
export const isEmpty = ({ slots }: FeedList): boolean => slots.every(({ ids }) => ids.length === 0);
/** The whole list, flat. */
export const idsOf = ({ slots }: FeedList): string[] => slots.flatMap(({ ids }) => [...ids]);
export const ratiosOf = ({ slots }: FeedList): number[] => slots.flatMap(({ ratios }) => [...ratios]);
