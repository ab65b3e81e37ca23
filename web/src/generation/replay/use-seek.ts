import { shallowRef } from 'vue';
import type { Playback } from './use-playback.js';

/**
 * Seeks where a handle is dragged. The steps may have to be loaded first: then the handle stays under the pointer, and the step where
 * it is by then is shown.
 */
export function useSeek(playback: Playback) {
  /** Where the handle is while steps load. */
  const wanted = shallowRef<number | null>(null);

  async function seek(step: number): Promise<void> {
    const isSeeking = wanted.value !== null;
    wanted.value = step;
    if (isSeeking) return;
    let reached: number | null = null;
    while (wanted.value !== reached) {
      reached = wanted.value;
      if (reached === null) playback.end();
      else await playback.seek(reached);
    }
    wanted.value = null;
  }
  /** The image itself again, also while steps load. */
  function end(): void {
    wanted.value = null;
    playback.end();
  }
  return { wanted, seek, end };
}
