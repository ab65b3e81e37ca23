import { useSessionStore } from '../../shared/session/index.js';
import { feedViewKey, type FeedView } from './feed-query.js';
import { useFeedPaginator, type FeedPaginator } from './use-feed-paginator.js';
import { clearFeeds, saveFeed, loadFeed } from './feed-session-storage.js';
import { usePostsStore } from '../posts/posts-store.js';

/** Tabs whose scroll position is kept. */
const MAX_CACHED = 4;

/** Recently viewed feeds with their scroll positions. */
export function useFeedCache() {
  const session = useSessionStore();
  const posts = usePostsStore();
  const cache = new Map<string, FeedPaginator>();
  return {
    of(view: FeedView): FeedPaginator {
      const key = feedViewKey(view);
      const found = cache.get(key) ?? useFeedPaginator(view, posts, loadFeed(session.viewerKey, key));
      cache.delete(key);
      cache.set(key, found);
      for (const old of cache.keys()) {
        if (cache.size > MAX_CACHED) cache.delete(old);
      }
      return found;
    },
    /** Survives a reload of the page. */
    save({ view, list, position }: FeedPaginator): void {
      if (list.value) saveFeed(session.viewerKey, feedViewKey(view), { list: list.value, position: position.value });
    },
    /** The content of a tab changed: it reloads unless it is visible. */
    clearTab(tab: FeedView['tab'], but: FeedPaginator | null): void {
      for (const [key, paginator] of cache) if (paginator.view.tab === tab && paginator !== but) cache.delete(key);
      clearFeeds(`.${tab}&`);
    },
    clear(): void {
      cache.clear();
      clearFeeds();
    },
  };
}
