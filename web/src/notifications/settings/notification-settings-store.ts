import { NOTIFICATION_CATEGORIES, type MyState, type NotificationCategory } from '@visionary/contract';
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { useSocket } from '../../shared/socket/index.js';

type Choices = MyState['notificationPreferences'];
export const ALL_KINDS_ON = Object.fromEntries(NOTIFICATION_CATEGORIES.map((choice) => [choice, true])) as Choices;

/** Which notifications I get, synchronized between tabs by the server. */
export const useNotificationSettingsStore = defineStore('notification-settings', () => {
  const socket = useSocket();
  const on = shallowRef<Choices>(ALL_KINDS_ON);
  const setChoice = (choice: NotificationCategory, is: boolean): void =>
    void (on.value = { ...on.value, [choice]: is });

  /** Shows the change at once and reverts it if the server rejects it. @throws Rejection */
  async function choose(choice: NotificationCategory, is: boolean): Promise<void> {
    const before = on.value[choice];
    setChoice(choice, is);
    try {
      await socket.send('me.setNotificationPreference', { choice, on: is });
    } catch (error) {
      setChoice(choice, before);
      throw error;
    }
  }

  return { on, choose, reset: (choices: Choices): void => void (on.value = choices) };
});
