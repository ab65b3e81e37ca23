import type { PostPage } from '@visionary/contract';
import { shallowRef } from 'vue';
import type { Rejection } from '../../shared/api/rejection.js';
import { firstPage, appendPage, lengthOf, pagesInRange, type PostPages } from '../timeline/post-pages.js';
import { usePostLoader } from '../timeline/use-post-loader.js';
import type { usePostsStore } from '../posts/posts-store.js';
import { createSingleFlight } from '../../shared/pagination/single-flight.js';

/** From this many images before its end on, a list goes on. */
const PREFETCH_DISTANCE = 30;

/** Images of some kind, page by page: those of somebody, of a collection, those a search found. */
export function createPostPaginator(
  request: (cursor: string | null) => Promise<PostPage>,
  posts: ReturnType<typeof usePostsStore>,
) {
  const pages = usePostLoader(request, posts);
  const list = shallowRef<PostPages | null>(null);
  const [rejection, nextPageRejection] = [shallowRef<Rejection | null>(null), shallowRef<Rejection | null>(null)];
  const { loading, fetch } = createSingleFlight((cursor: string | null) => pages.fetch(cursor));

  const load = (): Promise<void> => fetch(null, rejection, (page) => (list.value = firstPage(page)));
  async function more(): Promise<void> {
    const cursor = list.value?.nextCursor ?? null;
    if (cursor === null) return;
    await fetch(cursor, nextPageRejection, (page) => {
      if (list.value?.nextCursor === cursor) list.value = appendPage(list.value, page);
    });
  }
  let isVisible: [from: number, until: number] = [0, 0];
  /** These are about to be seen: the list goes on where it ends. */
  function loadRange(from: number, until: number): void {
    isVisible = [from, until];
    if (!list.value) return;
    pages.look(pagesInRange(list.value, from, until));
    if (until > lengthOf(list.value) - PREFETCH_DISTANCE && !nextPageRejection.value) void more();
  }
  /** Once more: what moved meanwhile was told to nobody here. */
  const retry = (): void => loadRange(...isVisible);
  return { ...{ list, rejection, nextPageRejection, loading, load, more, loadRange, retry } };
}
export type PostPaginator = ReturnType<typeof createPostPaginator>;
