import { useDebounceFn } from '@vueuse/core';
import { computed, shallowRef, watch } from 'vue';
import { useTakesStore } from '../../../generation/index.js';
import { useJamStore, useOwnEdits } from '../../../jam/index.js';
import { useRoomStore } from '../../../rooms/index.js';
import { useSessionStore } from '../../../shared/session/index.js';
import { orToast } from '../../../shared/use-action.js';
import { clearStoredHint, storedHint, storeHint } from './hint-progress.js';

/** What a first visit explains, in this order. */
const HINTS = ['prompt', 'render', 'steer', 'invite'] as const;
export type RoomHint = (typeof HINTS)[number];

/** After the last letter, the prompt counts as changed. */
const PAUSE_MS = 1_500;

/** Calls `done` when the user has done what a hint explains. */
function useHintActions(done: (hint: RoomHint) => void): void {
  const [session, takes] = [useSessionStore(), useTakesStore()];
  useOwnEdits(useDebounceFn(() => done('prompt'), PAUSE_MS));
  watch(
    () => takes.pendingRenders,
    (now, before) => void (now > before && done('render')),
  );
  const ownSteers = computed(() =>
    takes.takes.list.flatMap(({ steers = [] }) => steers.filter(({ by }) => by.id === session.me?.id)),
  );
  watch(
    () => ownSteers.value.length,
    (now, before) => void (now > before && done('steer')),
  );
}

/** The hints of a user's first visit to a room, one at a time, across reloads. Once closed they never return. */
export function useRoomHints() {
  const [session, room, jam] = [useSessionStore(), useRoomStore(), useJamStore()];
  const index = shallowRef(0);
  watch(
    () => session.me?.id,
    (userId) =>
      (index.value = Math.max(
        0,
        HINTS.findIndex((hint) => userId && hint === storedHint(userId)),
      )),
    { immediate: true },
  );
  const isClosed = shallowRef(false);
  const isShown = computed(
    () => !isClosed.value && session.me?.needsHints === true && room.mayWrite && room.connectionState === 'live',
  );
  const hint = computed((): RoomHint | undefined => (isShown.value ? HINTS[index.value] : undefined));
  /** There is a prompt to change. What the user writes into an empty one does not count: the hint would change under their eyes. */
  const isWrittenHere = shallowRef(false);
  useOwnEdits(() => void (isWrittenHere.value ||= jam.prompt === ''));
  const hasPrompt = computed(() => jam.prompt !== '' && !isWrittenHere.value);

  function close(): void {
    isClosed.value = true;
    clearStoredHint();
    void orToast(() => session.change({ hasSeenHints: true }));
  }
  function next(): void {
    const following = HINTS[index.value + 1];
    if (following === undefined) return close();
    index.value += 1;
    if (session.me) storeHint(session.me.id, following);
  }
  useHintActions((done) => {
    if (done === hint.value) next();
  });
  return {
    hint,
    hasPrompt,
    number: computed(() => index.value + 1),
    count: HINTS.length,
    next,
    close,
  };
}
