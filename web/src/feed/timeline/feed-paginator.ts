import type { PostView } from '@visionary/contract';
import { computed, shallowRef } from 'vue';
import { call } from '../../shared/api/index.js';
import { createPostPaginator, toListed, type ListedPost } from '../lists/post-paginator.js';
import { usePostsStore } from '../posts/posts-store.js';
import type { FeedView } from './feed-query.js';

/** The scroll position: an item index and the offset of its row. */
export interface ScrollPosition {
  readonly index: number;
  readonly offset: number;
}
export interface SavedFeed {
  readonly items: readonly ListedPost[];
  readonly next: string | null;
  readonly position: ScrollPosition;
}

/** One tab with its filters. Kept while another tab is open. New posts are held back, so that nothing moves. */
export function createFeedPaginator(view: FeedView, saved?: SavedFeed) {
  const posts = usePostsStore();
  const newItems = shallowRef<readonly PostView[]>([]);
  /** The number of further new posts on the server. */
  const unloadedCount = shallowRef(0);
  const paginator = createPostPaginator(
    (after) => call('posts', { query: { tab: view.tab, ...view.filters, ...after } }),
    ({ cursor }) => {
      if (cursor === null) [newItems.value, unloadedCount.value] = [[], 0];
    },
  );
  const { items, next, refresh, recheck } = paginator;
  const position = shallowRef<ScrollPosition>(saved?.position ?? { index: 0, offset: 0 });
  if (saved) [items.value, next.value] = [saved.items, saved.next];

  /** Shows held-back posts in front. */
  async function showNew(): Promise<void> {
    if (unloadedCount.value > 0) return refresh();
    posts.add({ posts: newItems.value, myReactions: {} });
    const listedIds = new Set(items.value?.map(({ id }) => id));
    const newPosts = newItems.value.filter(({ id }) => !listedIds.has(id)).map((post) => toListed(post, null));
    if (items.value) items.value = [...newPosts, ...items.value];
    newItems.value = [];
  }
  function receive(post: PostView): void {
    if (!items.value || newItems.value.some(({ id }) => id === post.id)) return;
    newItems.value = [post, ...newItems.value];
    // An empty list has nothing to hold back.
    if (items.value.length === 0) void showNew();
  }
  /** Reloads an empty list. */
  const loadIfEmpty = async (): Promise<void> => (items.value?.length === 0 ? refresh() : undefined);
  /** Applies the new count after each connection. */
  async function newCount(newer: number): Promise<void> {
    if (newer > 0) newItems.value = [];
    unloadedCount.value = newer;
    await loadIfEmpty();
    // Updates may have been missed.
    recheck();
  }
  return {
    ...paginator,
    view,
    position,
    waiting: computed(() => unloadedCount.value + newItems.value.length),
    showNew,
    receive,
    loadIfEmpty,
    newCount,
    /** New posts are counted since this one; in the hot tab the first post is not the newest. */
    newest(): { newestId?: string } {
      const newestId = view.tab === 'hot' ? undefined : items.value?.[0]?.id;
      return newestId ? { newestId } : {};
    },
  };
}
export type FeedPaginator = ReturnType<typeof createFeedPaginator>;
