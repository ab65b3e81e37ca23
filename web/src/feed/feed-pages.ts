import type { PostPage } from '@visionary/contract';
import { call } from '../shared/api/index.js';
import { asRefused } from '../shared/refused.js';
import type { Slot } from './feed-list.js';
import type { usePosts } from './posts.store.js';

/** What could not be fetched again is left alone so long. */
const PAUSE_MS = 3_000;

/** Fetches pages of a list, and again those whose pictures were forgotten or have changed while the line was broken. */
export function makeFeedPages(
  fetchPage: (cursor: string | null) => Promise<PostPage>,
  posts: ReturnType<typeof usePosts>,
) {
  const fetching = new Set<Slot>();

  /** @throws Refused */
  async function ask(cursor: string | null): Promise<PostPage> {
    const page = await fetchPage(cursor);
    posts.note(page);
    return page;
  }
  /** What has left a page meanwhile is asked for alone. */
  async function again(slot: Slot): Promise<void> {
    if (fetching.has(slot)) return;
    fetching.add(slot);
    try {
      await ask(slot.cursor);
      for (const postId of slot.ids.filter(posts.lacks)) await one(postId);
      fetching.delete(slot);
    } catch (error) {
      asRefused(error);
      setTimeout(() => fetching.delete(slot), PAUSE_MS);
    }
  }
  async function one(postId: string): Promise<void> {
    try {
      const { post, mine } = await call('post', { params: { postId } });
      posts.note({ posts: [post], mine: { [postId]: mine?.reactions ?? [] } });
    } catch (error) {
      if (asRefused(error).code !== 'FEED_POST_NOT_FOUND') throw error;
      posts.remove(postId);
    }
  }

  return {
    ask,
    /** These are looked at: what of them is not known as it is now is fetched. */
    look(slots: readonly Slot[]): void {
      for (const slot of slots) {
        slot.ids.forEach(posts.touch);
        if (slot.ids.some(posts.lacks)) void again(slot);
      }
    },
  };
}
