import { useIntervalFn, usePreferredReducedMotion } from '@vueuse/core';
import { computed, onScopeDispose, type Ref } from 'vue';

/** How long all steps take. */
const PLAY_MS = 3_000;
/** Between two steps for people who prefer less motion. */
const CALM_MS = 1_000;

export interface PlaybackSource {
  /** The step that is shown; null for the image itself. */
  readonly shown: Readonly<Ref<number | null>>;
  show(step: number | null): void;
  /** The last one is that of the image. */
  steps(): number;
  /** @returns whether there are steps to show */
  load(): Promise<boolean>;
}

/** Shows an image step by step: at a step that is chosen, or all of them. */
export interface Playback {
  readonly shown: Readonly<Ref<number | null>>;
  readonly isPlaying: Readonly<Ref<boolean>>;
  /** Or pauses. */
  play(): Promise<void>;
  /** @param step the last one is the image itself */
  seek(step: number): Promise<void>;
  /** The image itself again. */
  end(): void;
}

export function usePlayback({ shown, show, steps, load }: PlaybackSource): Playback {
  const motion = usePreferredReducedMotion();
  const pace = computed(() => (motion.value === 'reduce' ? CALM_MS : PLAY_MS / Math.max(1, steps())));
  const timer = useIntervalFn(advance, pace, { immediate: false });
  function advance(): void {
    const next = (shown.value ?? 0) + 1;
    if (next < steps()) return show(next);
    end();
  }
  function end(): void {
    timer.pause();
    show(null);
  }
  async function play(): Promise<void> {
    if (timer.isActive.value) return timer.pause();
    if (!(await load())) return;
    show(shown.value ?? 1);
    timer.resume();
  }
  async function seek(step: number): Promise<void> {
    timer.pause();
    if (!(await load())) return;
    show(step < steps() ? step : null);
  }
  onScopeDispose(end);
  return { shown, isPlaying: timer.isActive, play, seek, end };
}
