import { watchEffect } from 'vue';
import { useIdle } from '../accounts/me/use-idle.js';
import { useMeStore } from '../accounts/me/me-store.js';
import { useDesktopNotifications } from '../notifications/desktop/use-desktop-notifications.js';
import { useNotificationsStore } from '../notifications/inbox/notifications-store.js';
import { ALL_KINDS_ON, useNotificationSettingsStore } from '../notifications/settings/notification-settings-store.js';
import { useReadMarkersStore } from '../rooms/read-markers/read-markers-store.js';
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
