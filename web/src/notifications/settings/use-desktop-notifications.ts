import type { NotificationView } from '@visionary/contract';
import { useLocalStorage } from '@vueuse/core';
import { computed, shallowRef } from 'vue';
import { useRouter } from 'vue-router';
import { useSocket } from '../../shared/socket/index.js';
import { notificationRoute } from '../inbox/notification-route.js';

/** A setting of this browser, because permissions are per browser. */
const stored = useLocalStorage('visionary.desktop-notifications', 'no', { writeDefaults: false });
const permission = shallowRef<NotificationPermission | 'impossible'>(
  // Browsers have none on plain http from another machine.
  typeof Notification === 'undefined' || !isSecureContext ? 'impossible' : Notification.permission,
);

/** The setting for browser notifications. Asks for permission only when the user turns it on. */
export function useDesktopNotificationSetting() {
  async function choose(on: boolean): Promise<void> {
    if (on && permission.value === 'default') permission.value = await Notification.requestPermission();
    stored.value = on && permission.value === 'granted' ? 'yes' : 'no';
  }
  const isOn = computed(() => stored.value === 'yes' && permission.value === 'granted');
  return { isOn, permission, choose };
}

/** Shows browser notifications while the page has no focus, if the user turned them on. */
export function useDesktopNotifications(): void {
  const router = useRouter();
  const { isOn } = useDesktopNotificationSetting();

  async function show(notification: NotificationView): Promise<void> {
    // Strangers don't interrupt.
    if (notification.kind === 'messageRequest') return;
    if (!isOn.value || (document.visibilityState === 'visible' && document.hasFocus())) return;
    const { desktopText, quotedText } = await import('../inbox/notification-text.js');
    // The tag makes several tabs show only one.
    const popup = new Notification(desktopText(notification), {
      body: quotedText(notification),
      tag: notification.id,
    });
    popup.onclick = () => {
      window.focus();
      const address = notificationRoute(notification);
      if (address) void router.push(address);
      popup.close();
    };
  }
  useSocket().on('me.notificationReceived', ({ notification }) => notification && void show(notification));
}
