import type { NotificationView } from '@visionary/contract';
import { computed, shallowRef } from 'vue';
import { useRouter } from 'vue-router';
import { useSocket } from '../../shared/socket/index.js';
import { notificationRoute } from '../inbox/notification-route.js';
import { useNotificationText } from '../inbox/use-notification-text.js';

/** Each browser asks for itself, and so it is kept in the browser. */
const KEPT_AS = 'visionary.desktop-news';

const isWanted = shallowRef(localStorage.getItem(KEPT_AS) === 'yes');
const permission = shallowRef<NotificationPermission | 'impossible'>(
  // Browsers have none where the page came over plain http from another machine.
  typeof Notification === 'undefined' || !isSecureContext ? 'impossible' : Notification.permission,
);

/** Whether the system may tell news while this page is out of sight. Nothing is asked before the user wants it. */
export function useDesktopNotificationSetting() {
  async function choose(on: boolean): Promise<void> {
    if (on && permission.value === 'default') permission.value = await Notification.requestPermission();
    isWanted.value = on && permission.value === 'granted';
    localStorage.setItem(KEPT_AS, isWanted.value ? 'yes' : 'no');
  }
  const isOn = computed(() => isWanted.value && permission.value === 'granted');
  return { isOn, permission, choose };
}

/** Has the system tell what is new while nobody looks at this page, if the user chose so. */
export function useDesktopNotifications(): void {
  const router = useRouter();
  const words = useNotificationText();
  const { isOn } = useDesktopNotificationSetting();

  function show(news: NotificationView): void {
    if (!isOn.value || (document.visibilityState === 'visible' && document.hasFocus())) return;
    // One tag: of several tabs that tell it, one is shown.
    const shown = new Notification(words.whole(news), { body: words.text(news), tag: news.id });
    shown.onclick = () => {
      window.focus();
      const address = notificationRoute(news);
      if (address) void router.push(address);
      shown.close();
    };
  }
  useSocket().on('me.notificationReceived', ({ notification }) => notification && show(notification));
}
