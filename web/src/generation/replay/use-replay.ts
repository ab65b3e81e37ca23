import { useIntervalFn, usePreferredReducedMotion } from '@vueuse/core';
import { computed, onBeforeUnmount, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { errorText } from '../../shared/i18n/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import { toast } from '../../shared/ui/index.js';
import type { Take } from '../takes/takes.js';
import { useReplayStore } from './replay-store.js';

/** How long all steps take. */
const PLAY_MS = 3_000;
/** Between two steps for people who prefer less motion. */
const CALM_MS = 1_000;

/** Shows a finished take step by step: at a step that is chosen, or all of them. */
export function useReplay(take: MaybeRefOrGetter<Take>, steps: () => number) {
  const store = useReplayStore();
  const motion = usePreferredReducedMotion();
  const takeId = () => toValue(take).id;
  const shown = computed(() => store.stepOf(takeId()));
  const pace = computed(() => (motion.value === 'reduce' ? CALM_MS : PLAY_MS / Math.max(1, steps())));

  /** @returns whether there are steps */
  async function load(): Promise<boolean> {
    const asked = toValue(take);
    if (store.isLoaded(asked)) return true;
    try {
      await store.load(asked);
      return asked.id === takeId();
    } catch (error) {
      toast({ text: errorText(toRejection(error)), kind: 'bad' });
      return false;
    }
  }
  const timer = useIntervalFn(advance, pace, { immediate: false });
  function advance(): void {
    const next = (shown.value ?? 0) + 1;
    if (next < steps()) return store.show(takeId(), next);
    end();
  }
  /** The image itself again. */
  function end(): void {
    timer.pause();
    store.show(takeId(), null);
  }
  async function play(): Promise<void> {
    if (timer.isActive.value) return timer.pause();
    if (!(await load())) return;
    store.show(takeId(), shown.value ?? 1);
    timer.resume();
  }
  /** @param step the last one is the image itself */
  async function seek(step: number): Promise<void> {
    timer.pause();
    if (!(await load())) return;
    store.show(takeId(), step < steps() ? step : null);
  }
  watch(takeId, () => {
    timer.pause();
    store.show(takeId(), null);
  });
  onBeforeUnmount(end);
  return { shown, isPlaying: timer.isActive, play, seek, end };
}
