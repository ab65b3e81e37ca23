import type { RoomCard } from '@visionary/contract';
import { computed, shallowRef, watch, type ComputedRef } from 'vue';
import { useNow } from '../../shared/use-now.js';
import { heroRoom } from './hero-room.js';
import { useLobbyStore } from './lobby-store.js';

const INTERVAL_MS = 15_000;

/** The room at the top of the home. */
export function useHeroRoom(): ComputedRef<RoomCard | undefined> {
  const lobby = useLobbyStore();
  const now = useNow(INTERVAL_MS);
  const shownId = shallowRef<string>();
  const card = computed(() => heroRoom(shownId.value, lobby.open, now.value));
  watch(card, (shown) => (shownId.value = shown?.room.id), { flush: 'sync' });
  return card;
}
