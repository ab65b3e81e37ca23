import type { MyState } from '@visionary/contract';
import { defineStore } from 'pinia';
import { shallowRef, watch } from 'vue';
import { toRejection } from '../../shared/api/rejection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { ALL_KINDS_ON, useNotificationSettingsStore } from '../../notifications/settings/notification-settings-store.js';
import { useFollowsStore } from './follows-store.js';
import { useReadMarkersStore } from '../../chat/read-markers/read-markers-store.js';
import { useNotificationsStore } from '../../notifications/inbox/notifications-store.js';

const AGAIN_MS = 3_000;
const NOBODYS: Omit<MyState, 'me'> = {
  ...{ readStates: [], unreadNotifications: 0, followedIds: [], blockedIds: [], notificationPreferences: ALL_KINDS_ON },
};

/** What every page of mine shows, told anew after each connection. */
export const useMeStore = defineStore('me', () => {
  const socket = useSocket();
  const session = useSessionStore();
  const marks = useReadMarkersStore();
  const notifications = useNotificationsStore();
  const [follows, choices] = [useFollowsStore(), useNotificationSettingsStore()];
  /** Whom I do not want to hear from. */
  const blockedIds = shallowRef<ReadonlySet<string>>(new Set());
  /** Whom the server takes this connection for; null without one, for visitors, and until it has said so. */
  const connectedAs = shallowRef<string | null>(null);
  let attempt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function take(state: Omit<MyState, 'me'>): void {
    marks.reset(state.readStates);
    notifications.reset(state.unreadNotifications);
    follows.reset(state.followedIds);
    choices.reset(state.notificationPreferences);
    blockedIds.value = new Set(state.blockedIds);
  }

  /** Another connection, or somebody else at this browser: until the server has spoken nobody is connected. */
  function openAnew(): void {
    connectedAs.value = null;
    void open();
  }

  async function open(): Promise<void> {
    const mine = (attempt += 1);
    clearTimeout(timer);
    if (socket.state.value !== 'up' || !session.signedIn) return;
    try {
      const state = await socket.send('me.subscribe', {});
      if (mine !== attempt) return;
      take(state);
      connectedAs.value = state.me.id;
      // Somebody else signed in here meanwhile, on another page.
      if (state.me.id !== session.me?.id) await session.load();
    } catch (error) {
      const { code } = toRejection(error);
      if (mine !== attempt || code === 'OFFLINE') return;
      if (code === 'UNAUTHENTICATED') await session.load().catch(toRejection);
      else timer = setTimeout(() => void open(), AGAIN_MS);
    }
  }

  const forget = (): void => take(NOBODYS);

  function follow(): void {
    watch([socket.state, () => session.me?.id], openAnew, { immediate: true, flush: 'sync' });
    watch([() => session.signedIn], ([is]) => is || forget());
    socket.on('me.stateChanged', ({ what }) => {
      if (what !== 'account' && what !== 'sessions') void open();
    });
  }

  return { connectedAs, blockedIds, follow };
});
