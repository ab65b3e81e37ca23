import { z } from 'zod';
import { lengthOf } from './post-pages.js';
import type { SavedFeed } from './use-feed-paginator.js';

const PREFIX = 'visionary.feed.';
/** Longer lists reload from the top: the session storage would be half full at fifty characters per post. */
const LONGEST = 50_000;

const Stored = z.object({
  list: z.object({
    slots: z.array(
      z.object({
        cursor: z.string().nullable(),
        ids: z.array(z.string()),
        ratios: z.array(z.number().min(0.5).max(2.6)),
      }),
    ),
    nextCursor: z.string().nullable(),
  }),
  position: z.object({ index: z.number().int().nonnegative(), offset: z.number() }),
});

const nameOf = (myId: string | undefined, key: string): string => `${PREFIX}${myId ?? ''}.${key}`;

/** Saves the feed position in session storage, so that it survives a reload. */
export function saveFeed(myId: string | undefined, key: string, savedFeed: SavedFeed): void {
  try {
    if (lengthOf(savedFeed.list) > LONGEST) sessionStorage.removeItem(nameOf(myId, key));
    else sessionStorage.setItem(nameOf(myId, key), JSON.stringify(savedFeed));
  } catch {
    // Out of space: removes other entries, or else gives up, and the feed starts at its top.
    clearFeeds();
  }
}

/** A new visit starts at the top; reload and back restore the position. */
const cameBack = (): boolean => {
  const [how] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return how?.type === 'reload' || how?.type === 'back_forward';
};

export function loadFeed(myId: string | undefined, key: string): SavedFeed | undefined {
  if (!cameBack()) return undefined;
  try {
    return Stored.parse(JSON.parse(sessionStorage.getItem(nameOf(myId, key)) ?? ''));
  } catch {
    return undefined;
  }
}

/** @param like only keys that contain this */
export function clearFeeds(like = ''): void {
  const names = Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX) && name.includes(like));
  for (const name of names) sessionStorage.removeItem(name);
}
