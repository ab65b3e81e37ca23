import { defineStore } from 'pinia';
import { watch } from 'vue';
import { asRefused } from '../../shared/refused.js';
import { useSession } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { usePosts } from '../posts.store.js';

/** Pages with pictures that are not the feed: while one of them is open this page hears what moves, as in the feed. */
export const useWallNews = defineStore('wallNews', () => {
  const socket = useSocket();
  const session = useSession();
  /** What each of them looks at again, where it may have missed something. */
  const open = new Set<() => void>();

  async function look(): Promise<void> {
    if (open.size === 0 || socket.state.value !== 'up') return;
    try {
      await socket.send('feed.look', {});
      open.forEach((again) => again());
    } catch (error) {
      // Said again with the next connection.
      asRefused(error);
    }
  }
  // What whoever hides some hears of is another's.
  watch([socket.state, () => session.seer], () => void look());

  return {
    /** @returns closes it */
    open(again: () => void): () => void {
      open.add(again);
      if (open.size === 1) void look();
      return () => {
        open.delete(again);
        if (open.size > 0) return;
        // Nobody tells what moves while nobody looks.
        usePosts().doubtAll();
        if (socket.state.value === 'up') void socket.send('feed.lookAway', {}).catch(asRefused);
      };
    },
  };
});
