import type { WordHit } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed } from 'vue';
import { useWordCheck } from '../safety/checks/use-word-check.js';
import type { FieldName } from './hands.js';
import { useJam } from './jam-store.js';

/** Listed words in the prompts of the room that is open: everybody in it sees the same, whoever wrote them. */
export const useListedWords = defineStore('listed-words', () => {
  const jam = useJam();
  const all = useWordCheck('prompts', () =>
    jam.roomId === null ? null : { prompt: jam.prompt, negative: jam.negative },
  );
  const refused = computed(() => all.value.filter(({ action }) => action === 'refuse'));
  return {
    ...{ all, refused },
    of: computed(
      () =>
        (field: FieldName): readonly WordHit[] =>
          all.value.filter((hit) => hit.field === field),
    ),
    /** As they were typed, each once. */
    refusedWords: computed(() => [...new Set(refused.value.map(({ typed }) => typed))]),
  };
});
