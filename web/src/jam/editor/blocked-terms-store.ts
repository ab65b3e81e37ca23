import type { TermMatch } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed } from 'vue';
import { useTermCheck } from '../../safety/index.js';
import type { FieldName } from '../document/awareness.js';
import { useJamStore } from '../document/jam-store.js';

/** Blocked terms in the prompts of the open room. All members see the same ones. */
export const useBlockedTermsStore = defineStore('blocked-terms', () => {
  const jam = useJamStore();
  const all = useTermCheck('prompts', () =>
    jam.roomId === null ? null : { prompt: jam.prompt, negative: jam.negative },
  );
  const blocked = computed(() => all.value.filter(({ action }) => action === 'block'));
  return {
    all,
    blocked,
    of: (field: FieldName): readonly TermMatch[] => all.value.filter((hit) => hit.field === field),
    /** As typed, without duplicates. */
    rejectedText: computed(() => [...new Set(blocked.value.map(({ matchedText }) => matchedText))]),
  };
});
