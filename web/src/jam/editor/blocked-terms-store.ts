import type { TermMatch } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed } from 'vue';
import { useRoomStore } from '../../rooms/index.js';
import { useTermCheck } from '../../safety/index.js';
import { isWrittenByOthers } from '../document/written-by-others.js';
import type { FieldName } from '../document/awareness.js';
import { useJamStore } from '../document/jam-store.js';

const MASK = '•••';

/** Blocked terms in the prompts of the open room. All members see the same ones. */
export const useBlockedTermsStore = defineStore('blocked-terms', () => {
  const jam = useJamStore();
  const all = useTermCheck('prompts', () =>
    jam.roomId === null ? null : { prompt: jam.prompt, negative: jam.negative },
  );
  const room = useRoomStore();
  /** What others wrote is masked in public rooms. Its writer sees it underlined. */
  const masked = computed(() => {
    const { shared } = jam;
    if (!shared || room.room?.visibility !== 'public') return new Set<TermMatch>();
    const isMasked = ({ field, start, end }: TermMatch) =>
      isWrittenByOthers(shared[field === 'negative' ? 'negative' : 'prompt'], start, end, shared.ownClients);
    return new Set(all.value.filter(isMasked));
  });
  const blocked = computed(() => all.value.filter(({ action }) => action === 'block'));
  return {
    all,
    blocked,
    isMasked: (hit: TermMatch): boolean => masked.value.has(hit),
    of: (field: FieldName): readonly TermMatch[] => all.value.filter((hit) => hit.field === field),
    /** As typed, without duplicates; masked ones only as a mask. */
    rejectedText: computed(() => [
      ...new Set(blocked.value.map((hit) => (masked.value.has(hit) ? MASK : hit.matchedText))),
    ]),
  };
});
