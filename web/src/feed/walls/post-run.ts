import type { PostPage } from '@visionary/contract';
import { shallowRef } from 'vue';
import type { Refused } from '../../shared/refused.js';
import { begun, continued, lengthOf, slotsBetween, type FeedList } from '../feed-list.js';
import { makeFeedPages } from '../feed-pages.js';
import type { usePosts } from '../posts.store.js';
import { oneAtATime } from '../../shared/lists/one-at-a-time.js';

/** From this many pictures before its end on, a list goes on. */
const AHEAD = 30;

/** Pictures of some kind, page by page: those of somebody, of a collection, those a search found. */
export function makePostRun(ask: (cursor: string | null) => Promise<PostPage>, posts: ReturnType<typeof usePosts>) {
  const pages = makeFeedPages(ask, posts);
  const list = shallowRef<FeedList | null>(null);
  const [refused, moreRefused] = [shallowRef<Refused | null>(null), shallowRef<Refused | null>(null)];
  const { loading, fetch } = oneAtATime((cursor: string | null) => pages.ask(cursor));

  const load = (): Promise<void> => fetch(null, refused, (page) => (list.value = begun(page)));
  async function more(): Promise<void> {
    const cursor = list.value?.nextCursor ?? null;
    if (cursor === null) return;
    await fetch(cursor, moreRefused, (page) => {
      if (list.value?.nextCursor === cursor) list.value = continued(list.value, page);
    });
  }
  let inSight: [from: number, until: number] = [0, 0];
  /** These are about to be seen: the list goes on where it ends. */
  function ensure(from: number, until: number): void {
    inSight = [from, until];
    if (!list.value) return;
    pages.look(slotsBetween(list.value, from, until));
    if (until > lengthOf(list.value) - AHEAD && !moreRefused.value) void more();
  }
  /** Once more: what moved meanwhile was told to nobody here. */
  const again = (): void => ensure(...inSight);
  return { ...{ list, refused, moreRefused, loading, load, more, ensure, again } };
}
export type PostRun = ReturnType<typeof makePostRun>;
