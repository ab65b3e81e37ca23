import { usePreferredReducedMotion, useTimeoutFn } from '@vueuse/core';
import { computed, shallowRef, watch } from 'vue';

/** A pointer that only passes loads nothing. */
const DELAY_MS = 200;

/**
 * Plays the clip of a card while the mouse is over it or the keyboard focus is in it, and on press. For people who prefer less
 * motion, only on press.
 */
export function useTileClip(clip: () => string | undefined) {
  const motion = usePreferredReducedMotion();
  const isEntered = shallowRef(false);
  const isPressed = shallowRef(false);
  const { start, stop } = useTimeoutFn(() => (isEntered.value = true), DELAY_MS, { immediate: false });
  const playing = computed(() => {
    const isWanted = isPressed.value || (isEntered.value && motion.value !== 'reduce');
    return isWanted ? clip() : undefined;
  });
  function enter(): void {
    if (clip() !== undefined) start();
  }
  function leave(): void {
    stop();
    isEntered.value = false;
  }
  function toggle(): void {
    isPressed.value = playing.value === undefined;
    leave();
  }
  watch(clip, () => (isPressed.value = false));
  const listeners = {
    pointerenter: ({ pointerType }: PointerEvent) => pointerType === 'mouse' && enter(),
    pointerleave: leave,
    focusin: ({ target }: FocusEvent) => target instanceof Element && target.matches(':focus-visible') && enter(),
    focusout: leave,
  };
  return { playing, toggle, listeners };
}
