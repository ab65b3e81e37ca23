import type { MyState } from '@visionary/contract';
import { defineStore } from 'pinia';
import { shallowRef, watch } from 'vue';
import { toRejection } from '../../shared/api/rejection.js';
import { createQuery } from '../../shared/query/index.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { useFollowsStore } from './follows-store.js';

const RETRY_MS = 3_000;

type MyStateListener = (state: MyState | null) => void;

/** The state of the signed-in user, fetched after each connection. Other slices get their part from `onState`. */
export const useMeStore = defineStore('me', () => {
  const socket = useSocket();
  const session = useSessionStore();
  const follows = useFollowsStore();
  /** Users I blocked. */
  const blockedIds = shallowRef<ReadonlySet<string>>(new Set());
  /** The user id of this connection on the server. Null for visitors, while disconnected, and until it is confirmed. */
  const connectedAs = shallowRef<string | null>(null);
  const listeners = new Set<MyStateListener>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function apply(state: MyState | null): void {
    for (const listener of listeners) listener(state);
    follows.reset(state?.followedIds ?? []);
    blockedIds.value = new Set(state?.blockedIds);
  }

  const { rejection, load, cancel } = createQuery(() => socket.send('me.subscribe', {}), {
    onReply(state) {
      apply(state);
      connectedAs.value = state.me.id;
      // Another user signed in meanwhile, in another tab.
      if (state.me.id !== session.me?.id) void session.load().catch(toRejection);
    },
  });
  async function open(): Promise<void> {
    clearTimeout(timer);
    if (socket.state.value !== 'up' || !session.signedIn) return cancel();
    await load();
    const code = rejection.value?.code;
    clearTimeout(timer);
    if (code === 'UNAUTHENTICATED') await session.load().catch(toRejection);
    else if (code && code !== 'OFFLINE') timer = setTimeout(() => void open(), RETRY_MS);
  }
  /** The connection or the session changed, and nothing is confirmed yet. */
  function reopen(): void {
    connectedAs.value = null;
    void open();
  }

  function start(): void {
    watch([socket.state, () => session.me?.id], reopen, { immediate: true, flush: 'sync' });
    watch([() => session.signedIn], ([is]) => is || apply(null));
    socket.on('me.stateChanged', ({ what }) => {
      if (what !== 'account' && what !== 'sessions') void open();
    });
  }

  /** Calls the listener with each new state, and with null after signing out. Call before `start`. */
  const onState = (listener: MyStateListener): void => void listeners.add(listener);

  return { connectedAs, blockedIds, onState, start };
});
