import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { toRejection } from '../../shared/api/rejection.js';
import { createPages } from '../../shared/query/index.js';
import { useSocket } from '../../shared/socket/index.js';

/** My inbox: unread count and loaded notifications. */
export const useNotificationsStore = defineStore('notifications', () => {
  const socket = useSocket();
  const unread = shallowRef(0);
  const pages = createPages(
    (after) => socket.send('me.listNotifications', after),
    ({ notifications }) => notifications,
    ({ id }) => id,
    { onReply: (page) => (unread.value = page.unread) },
  );

  /** Resets after each connection; the list loads when opened. */
  function reset(now: number): void {
    unread.value = now;
    pages.clear();
  }
  /** Marks these as seen, or all. New ones keep their look until the list is opened again. */
  async function markSeen(ids?: readonly string[]): Promise<void> {
    if (unread.value === 0) return;
    try {
      unread.value = (await socket.send('me.markNotificationsRead', ids ? { ids: [...ids] } : {})).unread;
    } catch (error) {
      // They stay new, as on the server.
      toRejection(error);
    }
  }

  socket.on('me.notificationReceived', ({ notification, unread: now }) => {
    unread.value = now;
    // A repeated one moves to the front.
    if (notification) pages.prepend(notification);
  });
  return {
    unread,
    list: pages.items,
    next: pages.next,
    rejection: pages.rejection,
    nextPageRejection: pages.nextPageRejection,
    loadingMore: pages.loadingMore,
    reset,
    load: pages.load,
    more: pages.more,
    markSeen,
  };
});
