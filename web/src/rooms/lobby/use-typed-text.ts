import { useIntervalFn, usePreferredReducedMotion } from '@vueuse/core';
import { computed, shallowRef, watch } from 'vue';

const MS_PER_CHARACTER = 45;

/** Writes a text out, character by character, whenever it changes. With reduced motion it is there at once. */
export function useTypedText(text: () => string) {
  const motion = usePreferredReducedMotion();
  const length = shallowRef(0);
  const characters = computed(() => [...text()]);
  const { pause, resume } = useIntervalFn(
    () => {
      length.value += 1;
      if (length.value >= characters.value.length) pause();
    },
    MS_PER_CHARACTER,
    { immediate: false },
  );
  watch(
    text,
    () => {
      const isStill = motion.value === 'reduce';
      length.value = isStill ? characters.value.length : 0;
      if (isStill) pause();
      else resume();
    },
    { immediate: true },
  );
  return {
    typed: computed(() => characters.value.slice(0, length.value).join('')),
    isTyping: computed(() => length.value < characters.value.length),
  };
}
