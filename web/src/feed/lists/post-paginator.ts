import type { PostPage } from '@visionary/contract';
import { shallowRef } from 'vue';
import type { Rejection } from '../../shared/api/rejection.js';
import { firstPage, appendPage, lengthOf, pagesInRange, type PostPages } from '../timeline/post-pages.js';
import { usePostLoader } from '../timeline/use-post-loader.js';
import type { usePostsStore } from '../posts/posts-store.js';
import { createSingleFlight } from '../../shared/pagination/single-flight.js';

/** From this many images before its end on, a list goes on. */
const AHEAD = 30;

/** Images of some kind, page by page: those of somebody, of a collection, those a search found. */
export function createPostPaginator(
  ask: (cursor: string | null) => Promise<PostPage>,
  posts: ReturnType<typeof usePostsStore>,
) {
  const pages = usePostLoader(ask, posts);
  const list = shallowRef<PostPages | null>(null);
  const [refused, moreRefused] = [shallowRef<Rejection | null>(null), shallowRef<Rejection | null>(null)];
  const { loading, fetch } = createSingleFlight((cursor: string | null) => pages.ask(cursor));

  const load = (): Promise<void> => fetch(null, refused, (page) => (list.value = firstPage(page)));
  async function more(): Promise<void> {
    const cursor = list.value?.nextCursor ?? null;
    if (cursor === null) return;
    await fetch(cursor, moreRefused, (page) => {
      if (list.value?.nextCursor === cursor) list.value = appendPage(list.value, page);
    });
  }
  let inSight: [from: number, until: number] = [0, 0];
  /** These are about to be seen: the list goes on where it ends. */
  function ensure(from: number, until: number): void {
    inSight = [from, until];
    if (!list.value) return;
    pages.look(pagesInRange(list.value, from, until));
    if (until > lengthOf(list.value) - AHEAD && !moreRefused.value) void more();
  }
  /** Once more: what moved meanwhile was told to nobody here. */
  const again = (): void => ensure(...inSight);
  return { ...{ list, refused, moreRefused, loading, load, more, ensure, again } };
}
export type PostPaginator = ReturnType<typeof createPostPaginator>;
