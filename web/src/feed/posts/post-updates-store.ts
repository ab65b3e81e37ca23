import { defineStore } from 'pinia';
import { watch } from 'vue';
import { toRejection } from '../../shared/api/rejection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { usePostsStore } from './posts-store.js';

/** Live updates for pages with posts other than the feed, while one of them is open. */
export const usePostUpdatesStore = defineStore('post-updates', () => {
  const socket = useSocket();
  const session = useSessionStore();
  /** Reloads of each page after missed updates. */
  const open = new Set<() => void>();

  async function resubscribe(): Promise<void> {
    if (open.size === 0 || socket.state.value !== 'up') return;
    try {
      await socket.send('feed.subscribeUpdates', {});
      open.forEach((reload) => reload());
    } catch (error) {
      // Subscribes again after a reconnect.
      toRejection(error);
    }
  }
  // The updates depend on the viewer's rating preference.
  watch([socket.state, () => session.viewerKey], () => void resubscribe());

  return {
    /** @returns unsubscribes */
    subscribe(reload: () => void): () => void {
      open.add(reload);
      if (open.size === 1) void resubscribe();
      return () => {
        open.delete(reload);
        if (open.size > 0) return;
        // Without a subscription, cached posts go stale.
        usePostsStore().markAllStale();
        if (socket.state.value === 'up') void socket.send('feed.unsubscribeUpdates', {}).catch(toRejection);
      };
    },
  };
});
