import type { SavedFeed } from './feed-paginator.js';

const PREFIX = 'visionary.feed.';
/** Longer lists reload from the top: they would fill half of the session storage. */
const MAX_ITEMS = 20_000;

/** Whether this version of the client saved it. */
const isSavedFeed = ({ items, next, position }: SavedFeed): boolean =>
  items.every(({ id, ratio }) => typeof id === 'string' && ratio >= 0.5 && ratio <= 2.6) &&
  (next === null || typeof next === 'string') &&
  Number.isInteger(position.index) &&
  Number.isFinite(position.offset);

const nameOf = (myId: string | undefined, key: string): string => `${PREFIX}${myId ?? ''}.${key}`;

/** Saves the feed position in session storage, so that it survives a reload. */
export function saveFeed(myId: string | undefined, key: string, savedFeed: SavedFeed): void {
  try {
    if (savedFeed.items.length > MAX_ITEMS) sessionStorage.removeItem(nameOf(myId, key));
    else sessionStorage.setItem(nameOf(myId, key), JSON.stringify(savedFeed));
  } catch {
    // Out of space: removes other entries, or else gives up, and the feed starts at its top.
    clearFeeds();
  }
}

/** A new visit starts at the top; reload and back restore the position. */
const isReturning = (): boolean => {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return navigation?.type === 'reload' || navigation?.type === 'back_forward';
};

export function loadFeed(myId: string | undefined, key: string): SavedFeed | undefined {
  if (!isReturning()) return undefined;
  try {
    const saved = JSON.parse(sessionStorage.getItem(nameOf(myId, key)) ?? '') as SavedFeed;
    return isSavedFeed(saved) ? saved : undefined;
  } catch {
    return undefined;
  }
}

/** @param like only keys that contain this */
export function clearFeeds(like = ''): void {
  const names = Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX) && name.includes(like));
  for (const name of names) sessionStorage.removeItem(name);
}
