import { watchEffect } from 'vue';
import { useIdle, useMeStore } from '../accounts/index.js';
import {
  ALL_KINDS_ON,
  useDesktopNotifications,
  useNotificationSettingsStore,
  useNotificationsStore,
} from '../notifications/index.js';
import { useReadMarkersStore } from '../rooms/index.js';
import { setTitleUnread } from '../shared/page-title.js';

/** Keeps the state of the signed-in user current on every page. Call once, in App. */
export function useMeSync(): void {
  const me = useMeStore();
  const readMarkers = useReadMarkersStore();
  const notifications = useNotificationsStore();
  const notificationSettings = useNotificationSettingsStore();
  me.onState((state) => {
    readMarkers.reset(state?.readStates ?? []);
    notifications.reset(state?.unreadNotifications ?? 0);
    notificationSettings.reset(state?.notificationPreferences ?? ALL_KINDS_ON);
  });
  me.start();
  useIdle();
  useDesktopNotifications();
  watchEffect(() => setTitleUnread(readMarkers.total.unread));
}
