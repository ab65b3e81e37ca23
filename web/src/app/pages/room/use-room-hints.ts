import { computed, shallowRef } from 'vue';
import { useRoomStore } from '../../../rooms/index.js';
import { useSessionStore } from '../../../shared/session/index.js';
import { orToast } from '../../../shared/use-action.js';

/** What a first visit explains, in this order. */
const HINTS = ['prompt', 'render', 'steer', 'invite'] as const;
export type RoomHint = (typeof HINTS)[number];

/** The hints of a user's first visit to a room, one at a time. Once closed they never return. */
export function useRoomHints() {
  const [session, room] = [useSessionStore(), useRoomStore()];
  const index = shallowRef(0);
  const isClosed = shallowRef(false);
  const isShown = computed(
    () => !isClosed.value && session.me?.needsHints === true && room.mayWrite && room.connectionState === 'live',
  );

  function close(): void {
    isClosed.value = true;
    void orToast(() => session.change({ hasSeenHints: true }));
  }
  function next(): void {
    if (index.value === HINTS.length - 1) close();
    else index.value += 1;
  }
  return {
    hint: computed((): RoomHint | undefined => (isShown.value ? HINTS[index.value] : undefined)),
    number: computed(() => index.value + 1),
    count: HINTS.length,
    next,
    close,
  };
}
