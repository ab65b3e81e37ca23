import type { PostView } from '@visionary/contract';
import { computed, shallowRef } from 'vue';
import { call } from '../../shared/api/index.js';
import type { Rejection } from '../../shared/api/rejection.js';
import type { FeedView } from './feed-query.js';
import {
  firstPage,
  appendPage,
  isEmpty,
  lengthOf,
  mergeFirstPage,
  pagesInRange,
  prependPosts,
  type PostPages,
} from './post-pages.js';
import { usePostLoader } from './use-post-loader.js';
import type { usePostsStore } from '../posts/posts-store.js';
import { createSingleFlight } from '../../shared/pagination/single-flight.js';

/** Loads the next page this many posts before the end. */
const PREFETCH_DISTANCE = 40;

/** The scroll position: an item index and the offset of its row. */
export interface ScrollPosition {
  readonly index: number;
  readonly offset: number;
}
export interface SavedFeed {
  readonly list: PostPages;
  readonly position: ScrollPosition;
}

const pagesOf = (view: FeedView) => (cursor: string | null) =>
  call('posts', { query: { tab: view.tab, ...view.filters, ...(cursor ? { cursor } : {}) } });

/** One tab with its filters. Kept while another tab is open. */
export function useFeedPaginator(view: FeedView, posts: ReturnType<typeof usePostsStore>, savedFeed?: SavedFeed) {
  const pages = usePostLoader(pagesOf(view), posts);
  const list = shallowRef<PostPages | null>(savedFeed?.list ?? null);
  const position = shallowRef<ScrollPosition>(savedFeed?.position ?? { index: 0, offset: 0 });
  const [rejection, nextPageRejection] = [shallowRef<Rejection | null>(null), shallowRef<Rejection | null>(null)];
  const { loading, fetch } = createSingleFlight((cursor: string | null) => pages.fetch(cursor));
  const news = makeNews(list);

  /** Loads the first page, initially or after others published. */
  const load = (): Promise<void> =>
    fetch(null, rejection, (page) => {
      list.value = list.value ? mergeFirstPage(list.value, page) : firstPage(page);
      news.none();
    });
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
  /** Shows held-back posts in front. */
  async function showNew(): Promise<void> {
    if (news.missed.value > 0) return load();
    posts.put({ posts: news.newItems.value, myReactions: {} });
    news.join();
  }
  function receive(post: PostView): void {
    news.receive(post);
    // An empty list has nothing to hold back.
    if (list.value && isEmpty(list.value)) void showNew();
  }

  /** Reloads an empty list. */
  const loadIfEmpty = async (): Promise<void> => (list.value && isEmpty(list.value) ? load() : undefined);
  /** Applies the new count after each connection. */
  async function newCount(newer: number): Promise<void> {
    news.newCount(newer);
    await loadIfEmpty();
    // Updates may have been missed.
    loadRange(...isVisible);
  }

  return {
    ...{ view, list, position, rejection, nextPageRejection, loading, load, more, loadRange, receive, showNew },
    newest: () => sinceWhen(view, list.value),
    ...{ loadIfEmpty, newCount, waiting: news.waiting },
  };
}
export type FeedPaginator = ReturnType<typeof useFeedPaginator>;

/** New posts are counted since this one; in the hot tab the first post is not the newest. */
function sinceWhen({ tab }: FeedView, list: PostPages | null): { newestId?: string } {
  const newestId = tab === 'hot' ? undefined : list?.slots[0]?.ids[0];
  return newestId ? { newestId } : {};
}

/** Posts published since then, held back so that nothing moves. */
function makeNews(list: { value: PostPages | null }) {
  const newItems = shallowRef<readonly PostView[]>([]);
  /** The number of further new posts on the server. */
  const missed = shallowRef(0);
  return {
    ...{ newItems, missed },
    waiting: computed(() => missed.value + newItems.value.length),
    receive(post: PostView): void {
      if (!list.value || newItems.value.some(({ id }) => id === post.id)) return;
      newItems.value = [post, ...newItems.value];
    },
    join(): void {
      if (list.value) list.value = prependPosts(list.value, newItems.value);
      newItems.value = [];
    },
    none(): void {
      [newItems.value, missed.value] = [[], 0];
    },
    newCount(newer: number): void {
      if (newer > 0) newItems.value = [];
      missed.value = newer;
    },
  };
}
