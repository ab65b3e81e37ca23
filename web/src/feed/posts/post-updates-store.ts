import { defineStore } from 'pinia';
import { watch } from 'vue';
import { toRejection } from '../../shared/api/rejection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { usePostsStore } from './posts-store.js';

/** Pages with images that are not the feed: while one of them is open this page hears what moves, as in the feed. */
export const usePostUpdatesStore = defineStore('wallNews', () => {
  const socket = useSocket();
  const session = useSessionStore();
  /** What each of them looks at again, where it may have missed something. */
  const open = new Set<() => void>();

  async function resubscribe(): Promise<void> {
    if (open.size === 0 || socket.state.value !== 'up') return;
    try {
      await socket.send('feed.subscribeUpdates', {});
      open.forEach((reload) => reload());
    } catch (error) {
      // Said again with the next connection.
      toRejection(error);
    }
  }
  // What whoever hides some hears of is another's.
  watch([socket.state, () => session.viewerKey], () => void resubscribe());

  return {
    /** @returns closes it */
    subscribe(reload: () => void): () => void {
      open.add(reload);
      if (open.size === 1) void resubscribe();
      return () => {
        open.delete(reload);
        if (open.size > 0) return;
        // Nobody tells what moves while nobody looks.
        usePostsStore().markAllStale();
        if (socket.state.value === 'up') void socket.send('feed.unsubscribeUpdates', {}).catch(toRejection);
      };
    },
  };
});
