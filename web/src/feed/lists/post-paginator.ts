import type { PostPage } from '@visionary/contract';
import { shallowRef } from 'vue';
import type { Rejection } from '../../shared/api/rejection.js';
import { firstPage, appendPage, lengthOf, pagesInRange, type PostPages } from '../timeline/post-pages.js';
import { usePostLoader } from '../timeline/use-post-loader.js';
import type { usePostsStore } from '../posts/posts-store.js';
import { createSingleFlight } from '../../shared/pagination/single-flight.js';

/** Loads the next page this many posts before the end. */
const PREFETCH_DISTANCE = 30;

/** A paged list of posts: of a user, a collection, or a search. */
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
  /** Loads the next page when these posts become visible near the end. */
  function loadRange(from: number, until: number): void {
    isVisible = [from, until];
    if (!list.value) return;
    pages.look(pagesInRange(list.value, from, until));
    if (until > lengthOf(list.value) - PREFETCH_DISTANCE && !nextPageRejection.value) void more();
  }
  /** Reloads what is visible, because updates may have been missed. */
  const retry = (): void => loadRange(...isVisible);
  return { ...{ list, rejection, nextPageRejection, loading, load, more, loadRange, retry } };
}
export type PostPaginator = ReturnType<typeof createPostPaginator>;
