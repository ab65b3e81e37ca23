import { computed } from 'vue';
import { useTakesStore } from '../takes/takes-store.js';
import { usePaceStore } from './pace-store.js';

/** Whether the take that renders goes on without the pauses of the room's pace, because another take is waiting. */
export function useIsHurried() {
  const [pace, takes] = [usePaceStore(), useTakesStore()];
  return computed(() => {
    const running = takes.takes.list.find(({ status }) => status === 'rendering');
    const progress = running && takes.progress.get(running.id);
    // The last step has no pause after it.
    if (!progress || progress.step < 1 || progress.step >= progress.steps - 1) return false;
    return pace.seconds > 0 && takes.queueTail.takesAhead > 1 && !progress.pauseMs;
  });
}
