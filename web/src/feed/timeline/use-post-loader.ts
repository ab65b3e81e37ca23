import type { PostPage } from '@visionary/contract';
import { call } from '../../shared/api/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import type { PostListPage } from './post-pages.js';
import type { usePostsStore } from '../posts/posts-store.js';

/** The delay before a failed post is loaded again. */
const DEBOUNCE_MS = 3_000;

/** Loads pages, and reloads those whose posts were evicted or may be stale. */
export function usePostLoader(
  fetchPage: (cursor: string | null) => Promise<PostPage>,
  posts: ReturnType<typeof usePostsStore>,
) {
  const fetching = new Set<PostListPage>();

  /** @throws Rejection */
  async function fetch(cursor: string | null): Promise<PostPage> {
    const page = await fetchPage(cursor);
    posts.put(page);
    return page;
  }
  /** Posts that moved off their page are fetched by id. */
  async function retry(postListPage: PostListPage): Promise<void> {
    if (fetching.has(postListPage)) return;
    fetching.add(postListPage);
    try {
      await fetch(postListPage.cursor);
      for (const postId of postListPage.ids.filter(posts.needsFetch)) await one(postId);
      fetching.delete(postListPage);
    } catch (error) {
      toRejection(error);
      setTimeout(() => fetching.delete(postListPage), DEBOUNCE_MS);
    }
  }
  async function one(postId: string): Promise<void> {
    try {
      const { post, viewerState } = await call('post', { params: { postId } });
      posts.put({ posts: [post], myReactions: { [postId]: viewerState?.reactions ?? [] } });
    } catch (error) {
      if (toRejection(error).code !== 'FEED_POST_NOT_FOUND') throw error;
      posts.remove(postId);
    }
  }

  return {
    fetch,
    /** These posts are visible: loads the ones that are missing or stale. */
    look(slots: readonly PostListPage[]): void {
      for (const slot of slots) {
        slot.ids.forEach(posts.touch);
        if (slot.ids.some(posts.needsFetch)) void retry(slot);
      }
    },
  };
}
