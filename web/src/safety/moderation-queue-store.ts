import type { CaseCounts, CaseView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { toRejection } from '../shared/api/rejection.js';
import { useSocket } from '../shared/socket/index.js';
import { useIsModerator } from './use-is-moderator.js';

const NOTHING: CaseCounts = { open: 0, mine: 0, appealed: 0 };

type CaseListener = (updated: CaseView) => void;

/** Open case counts for moderators, live on every page. */
export const useModerationQueueStore = defineStore('moderation-queue', () => {
  const socket = useSocket();
  const moderates = useIsModerator();
  const counts = shallowRef<CaseCounts>(NOTHING);
  /** Incremented with each resubscription, after which updates may have been missed. */
  const subscriptions = shallowRef(0);
  const listeners = new Set<CaseListener>();

  async function subscribe(): Promise<void> {
    try {
      counts.value = (await socket.send('safety.subscribe', {})).counts;
      subscriptions.value += 1;
    } catch (error) {
      toRejection(error);
    }
  }
  socket.on('safety.caseChanged', (reply) => {
    counts.value = reply.counts;
    const updated = reply.case;
    if (updated) listeners.forEach((onCase) => onCase(updated));
  });
  // The server forgets subscriptions when the connection is lost.
  watch(
    () => moderates.value && socket.state.value === 'up',
    (isConnected) => {
      if (isConnected) void subscribe();
      else if (!moderates.value) counts.value = NOTHING;
    },
    { immediate: true },
  );

  /** @returns unsubscribes */
  function onCase(listener: CaseListener): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }
  const waiting = computed(() => counts.value.open + counts.value.appealed);
  return { counts, waiting, subscriptions, onCase };
});
