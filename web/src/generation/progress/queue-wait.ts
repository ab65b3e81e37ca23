import type { QueuePosition } from '@visionary/contract';
import { createSharedComposable } from '@vueuse/core';
import { computed } from 'vue';
import { useNow } from '../../shared/use-now.js';
import { useTakesStore } from '../takes/takes-store.js';

/** An estimate that passed this long ago was wrong, and the start is unknown. */
const OVERDUE_MS = 5_000;

/** What the wait for a renderer is computed from. Times in ms. */
export interface WaitInput {
  /** The server's estimate when the queue last changed. */
  readonly msToStart: number | undefined;
  readonly elapsedMs: number;
  /** What the only take ahead still takes, if it renders in this room. */
  readonly msLeft: number | undefined;
}

/** The time until a take starts, in ms. Undefined: unknown. */
export function remainingWait({ msToStart, elapsedMs, msLeft }: WaitInput): number | undefined {
  // A renderer is free.
  if (msToStart === 0) return 0;
  if (msLeft !== undefined) return msLeft;
  if (msToStart === undefined) return undefined;
  const remaining = msToStart - Math.max(0, elapsedMs);
  return remaining > -OVERDUE_MS ? Math.max(0, remaining) : undefined;
}

/** The waits that the page shows, all from the last change of the queue and counted down every second. */
export const useQueueWait = createSharedComposable(() => {
  const takes = useTakesStore();
  const now = useNow(1_000);

  /** The remaining time of the rendering take of this room, step by step. */
  function msLeft(): number | undefined {
    const running = takes.takes.list.find(({ status }) => status === 'rendering');
    const progress = running && takes.progress.get(running.id);
    return progress && progress.step > 0 ? progress.msLeft : undefined;
  }
  const waitBehind = (msToStart: number | undefined, isBehindOne: boolean): number | undefined =>
    remainingWait({
      msToStart,
      elapsedMs: now.value - takes.queueChangedAt,
      msLeft: isBehindOne ? msLeft() : undefined,
    });

  return {
    /** Of a new take. */
    tail: computed(() => waitBehind(takes.queueTail.msToStart, takes.queueTail.takesAhead === 1)),
    /** Of a waiting take. The next of two takes waits for one that renders. */
    of: ({ position, msToStart }: QueuePosition): number | undefined =>
      waitBehind(msToStart, position === 1 && takes.queueTail.takesAhead === 2),
  };
});
