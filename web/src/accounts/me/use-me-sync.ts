import { watchEffect } from 'vue';
import { setTitleUnread } from '../../shared/page-title.js';
import { useDesktopNotifications } from '../../notifications/desktop/use-desktop-notifications.js';
import { useReadMarkersStore } from '../../chat/read-markers/read-markers-store.js';
import { useMeStore } from './me-store.js';
import { useIdle } from './use-idle.js';

/** Keeps what every page of mine shows true, for as long as the page lives: call once, where the page is put together. */
export function useMeSync(): void {
  useMeStore().follow();
  useIdle();
  useDesktopNotifications();
  const marks = useReadMarkersStore();
  watchEffect(() => setTitleUnread(marks.total.unread));
}
