import type { PostPage } from '@visionary/contract';
import { onScopeDispose, watch } from 'vue';
import { useSessionStore } from '../../shared/session/index.js';
import { usePostsStore } from '../posts/posts-store.js';
import { createPostPaginator, type PostPaginator } from './post-paginator.js';
import { usePostUpdatesStore } from '../posts/post-updates-store.js';

/** Lists that are restored on going back. */
const MAX_CACHED = 6;
const cache = new Map<string, PostPaginator>();

/** Whether the browser went back in its history: the list is then restored at its old height. */
const cameBack = (): boolean => Boolean((history.state as { scroll?: unknown } | null)?.scroll);

/** The live post list of this name, restored when the user returns to it, else loaded from the start. */
export function usePostPaginator(name: string, fetch: (cursor: string | null) => Promise<PostPage>): PostPaginator {
  const session = useSessionStore();
  const key = `${session.viewerKey} ${name}`;
  const paginator = (cameBack() ? cache.get(key) : undefined) ?? createPostPaginator(fetch, usePostsStore());
  cache.delete(key);
  cache.set(key, paginator);
  for (const old of cache.keys()) {
    if (cache.size > MAX_CACHED) cache.delete(old);
  }
  onScopeDispose(usePostUpdatesStore().subscribe(paginator.retry));
  if (!paginator.list.value) void paginator.load();
  // My reactions come with each page.
  watch(
    () => session.viewerKey,
    () => void paginator.load(),
  );
  return paginator;
}
