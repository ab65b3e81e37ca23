import type { NotificationView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';
import { useSocket } from '../../shared/socket/index.js';
import { prependNotification, appendNotifications } from './notification-list.js';

/** My inbox: unread count and loaded notifications. */
export const useNotificationsStore = defineStore('notifications', () => {
  const socket = useSocket();
  const unread = shallowRef(0);
  /** Null until loaded. */
  const list = shallowRef<readonly NotificationView[] | null>(null);
  const cursor = shallowRef<string | null>(null);
  const loading = shallowRef(false);
  const rejection = shallowRef<Rejection | null>(null);

  /** Resets after each connection; the list loads when opened. */
  function reset(now: number): void {
    unread.value = now;
    list.value = null;
    cursor.value = null;
    rejection.value = null;
  }

  /** Loads the newest notifications, or the next page. */
  async function load(further = false): Promise<void> {
    if (loading.value || (further && cursor.value === null)) return;
    loading.value = true;
    rejection.value = null;
    try {
      const from = further && cursor.value !== null ? { cursor: cursor.value } : {};
      const page = await socket.send('me.listNotifications', from);
      list.value = appendNotifications(further ? (list.value ?? []) : [], page.notifications);
      cursor.value = page.nextCursor;
      unread.value = page.unread;
    } catch (error) {
      rejection.value = toRejection(error);
    } finally {
      loading.value = false;
    }
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
    if (notification && list.value) list.value = prependNotification(list.value, notification);
  });
  return { unread, list, cursor, loading, rejection, reset, load, markSeen };
});
