import { useSessionStore } from '../../shared/session/index.js';
import { feedViewKey, type FeedView } from './feed-query.js';
import { useFeedPaginator, type FeedPaginator } from './use-feed-paginator.js';
import { clearFeeds, saveFeed, loadFeed } from './feed-session-storage.js';
import { usePostsStore } from '../posts/posts-store.js';

/** Views whose place is kept while others are looked at. */
const MAX_CACHED = 4;

/** What was looked at lately, each where it was left. */
export function useFeedCache() {
  const session = useSessionStore();
  const posts = usePostsStore();
  const runs = new Map<string, FeedPaginator>();
  return {
    of(view: FeedView): FeedPaginator {
      const key = feedViewKey(view);
      const found = runs.get(key) ?? useFeedPaginator(view, posts, loadFeed(session.viewerKey, key));
      runs.delete(key);
      runs.set(key, found);
      for (const old of runs.keys()) {
        if (runs.size > MAX_CACHED) runs.delete(old);
      }
      return found;
    },
    /** Also over a reload of the page. */
    keep({ view, list, place }: FeedPaginator): void {
      if (list.value) saveFeed(session.viewerKey, feedViewKey(view), { list: list.value, place: place.value });
    },
    /** What a tab shows are others now: it begins anew, but for what is looked at. */
    forgetTab(tab: FeedView['tab'], but: FeedPaginator | null): void {
      for (const [key, run] of runs) if (run.view.tab === tab && run !== but) runs.delete(key);
      clearFeeds(`.${tab}&`);
    },
    forget(): void {
      runs.clear();
      clearFeeds();
    },
  };
}
