import { useSession } from '../shared/session/index.js';
import { keyOf, type FeedView } from './feed-address.js';
import { makeFeedRun, type FeedRun } from './feed-run.js';
import { forgetRuns, keepRun, keptRun } from './kept-runs.js';
import { usePosts } from './posts.store.js';

/** Views whose place is kept while others are looked at. */
const KEPT = 4;

/** What was looked at lately, each where it was left. */
export function makeRuns() {
  const session = useSession();
  const posts = usePosts();
  const runs = new Map<string, FeedRun>();
  return {
    of(view: FeedView): FeedRun {
      const key = keyOf(view);
      const found = runs.get(key) ?? makeFeedRun(view, posts, keptRun(session.seer, key));
      runs.delete(key);
      runs.set(key, found);
      for (const old of runs.keys()) {
        if (runs.size > KEPT) runs.delete(old);
      }
      return found;
    },
    /** Also over a reload of the page. */
    keep({ view, list, place }: FeedRun): void {
      if (list.value) keepRun(session.seer, keyOf(view), { list: list.value, place: place.value });
    },
    /** What a tab shows are others now: it begins anew, but for what is looked at. */
    forgetTab(tab: FeedView['tab'], but: FeedRun | null): void {
      for (const [key, run] of runs) if (run.view.tab === tab && run !== but) runs.delete(key);
      forgetRuns(`.${tab}&`);
    },
    forget(): void {
      runs.clear();
      forgetRuns();
    },
  };
}
