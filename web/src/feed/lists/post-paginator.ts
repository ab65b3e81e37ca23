import type { PostPage, PostView } from '@visionary/contract';
import { onScopeDispose, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import { createPages, createRecent, type After } from '../../shared/query/index.js';
import { useSessionStore } from '../../shared/session/index.js';
import { ratioOf } from '../grid/justified-layout.js';
import { usePostUpdatesStore } from '../posts/post-updates-store.js';
import { usePostsStore } from '../posts/posts-store.js';

/** The delay before a page that failed is loaded again. */
const RETRY_MS = 3_000;
/** Loads the next page this many posts before the end. */
const PREFETCH_DISTANCE = 40;

/** A post as its list stores it: what layout and refetching need. Posts are cached separately and for a limited time. */
export interface ListedPost {
  readonly id: string;
  readonly ratio: number;
  /** The cursor of its page; null if that starts at the newest post. */
  readonly cursor: string | null;
  /** The text in which a search found it. */
  readonly excerpt?: string | undefined;
}

export const toListed = ({ id, image }: PostView, cursor: string | null): ListedPost => ({
  id,
  // Three digits are exact to the pixel and keep the stored list small.
  ratio: Math.round(ratioOf(image) * 1000) / 1000,
  cursor,
});

/** A paged list of posts: of the feed, a user, a collection, or a search. */
export function createPostPaginator<
  P extends PostPage & { readonly excerpts?: Readonly<Record<string, string>> | undefined },
>(request: (after: After) => Promise<P>, onReply?: (page: P & { readonly cursor: string | null }) => void) {
  const posts = usePostsStore();
  async function fetch(after: After) {
    const page = await request(after);
    posts.add(page);
    return { ...page, cursor: after.cursor ?? null };
  }
  const pages = createPages(
    fetch,
    ({ posts: found, cursor, excerpts }) =>
      found.map((post): ListedPost => ({ ...toListed(post, cursor), excerpt: excerpts?.[post.id] })),
    ({ id }: ListedPost) => id,
    onReply ? { onReply } : {},
  );
  const { items, nextPageRejection, more } = pages;
  const reloading = new Set<string | null>();
  const onPage = (cursor: string | null) => items.value?.filter((one) => one.cursor === cursor) ?? [];

  /** Reloads a page whose posts were evicted or may be stale. Posts that moved off it are fetched by id. */
  async function reloadPage(cursor: string | null): Promise<void> {
    if (reloading.has(cursor)) return;
    reloading.add(cursor);
    try {
      await fetch(cursor === null ? {} : { cursor });
      for (const { id } of onPage(cursor)) if (posts.needsFetch(id)) await reloadPost(id);
      reloading.delete(cursor);
    } catch (error) {
      toRejection(error);
      setTimeout(() => reloading.delete(cursor), RETRY_MS);
    }
  }
  async function reloadPost(postId: string): Promise<void> {
    try {
      const { post, viewerState } = await call('post', { params: { postId } });
      posts.add({ posts: [post], myReactions: { [postId]: viewerState?.reactions ?? [] } });
    } catch (error) {
      if (toRejection(error).code !== 'FEED_POST_NOT_FOUND') throw error;
      posts.remove(postId);
    }
  }
  let visible: [from: number, until: number] = [0, 0];
  /** These posts are visible: loads the ones that are missing or stale, and the next page near the end. */
  function loadRange(from: number, until: number): void {
    visible = [from, until];
    if (!items.value) return;
    for (const cursor of new Set(items.value.slice(from, until).map((one) => one.cursor))) {
      const pagePosts = onPage(cursor);
      for (const { id } of pagePosts) posts.touch(id);
      if (pagePosts.some(({ id }) => posts.needsFetch(id))) void reloadPage(cursor);
    }
    if (until > items.value.length - PREFETCH_DISTANCE && !nextPageRejection.value) void more();
  }
  /** Updates may have been missed. */
  const recheck = (): void => loadRange(...visible);
  return { ...pages, loadRange, recheck };
}
export type PostPaginator = Pick<
  ReturnType<typeof createPostPaginator>,
  'items' | 'next' | 'rejection' | 'nextPageRejection' | 'loading' | 'loadingMore' | 'load' | 'more' | 'loadRange'
>;

/** Lists that are restored on going back. */
const recent = createRecent<unknown>(6);

/** Whether the browser went back in its history: the list is then restored at its old height. */
const isBackNavigation = (): boolean => Boolean((history.state as { scroll?: unknown } | null)?.scroll);

/** The live post list of this name, restored when the user returns to it, else loaded from the start. */
export function usePostPaginator<P extends PostPage>(name: string, fetch: (after: After) => Promise<P>) {
  const session = useSessionStore();
  const key = `${session.viewerKey} ${name}`;
  type Paginator = ReturnType<typeof createPostPaginator<P>>;
  // A name always has the same type of page.
  const cached = isBackNavigation() ? (recent.get(key) as Paginator | undefined) : undefined;
  const paginator = cached ?? createPostPaginator(fetch);
  recent.put(key, paginator);
  onScopeDispose(usePostUpdatesStore().subscribe(paginator.recheck));
  if (!paginator.items.value) void paginator.load();
  // My reactions come with each page.
  watch(() => session.viewerKey, paginator.load);
  return paginator;
}
