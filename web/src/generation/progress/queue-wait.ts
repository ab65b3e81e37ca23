import type { QueuePosition } from '@visionary/contract';
import { createSharedComposable } from '@vueuse/core';
import { computed } from 'vue';
import { formatDuration, t } from '../../shared/i18n/index.js';
import { timeLeft } from '../../shared/time-left.js';
import { useCountdownNow } from '../../shared/use-now.js';
import { useTakesStore } from '../takes/takes-store.js';
import type { Progress } from './use-render-progress.js';

/** What the wait for a renderer is computed from. Times in ms. */
export interface WaitInput {
  /** The server's estimate when the queue last changed. */
  readonly msToStart: number | undefined;
  readonly elapsedMs: number;
  /** The last step of the only take ahead, if it renders in this room. */
  readonly ahead: { readonly msLeft: number; readonly elapsedMs: number } | undefined;
}

/** The time until a take starts, in ms. Undefined: unknown. */
export function remainingWait({ msToStart, elapsedMs, ahead }: WaitInput): number | undefined {
  // A renderer is free.
  if (msToStart === 0) return 0;
  if (ahead) return timeLeft(ahead.msLeft, ahead.elapsedMs);
  return msToStart === undefined ? undefined : timeLeft(msToStart, elapsedMs);
}

/** "12 s left", or that it takes longer. */
export function timeLeftText(msLeft: number, elapsedMs: number): string {
  const left = timeLeft(msLeft, elapsedMs);
  return left === undefined ? t('generation.overdue') : t('generation.left', { time: formatDuration(left) });
}

/** The waits that the page shows, all from the last change of the queue and counted down every second. */
export const useQueueWait = createSharedComposable(() => {
  const takes = useTakesStore();
  const now = useCountdownNow();

  /** The last step of the rendering take of this room. */
  function runningStep(): Progress | undefined {
    const running = takes.takes.list.find(({ status }) => status === 'rendering');
    const progress = running && takes.progress.get(running.id);
    return progress && progress.step > 0 ? progress : undefined;
  }
  function stepAhead(): WaitInput['ahead'] {
    const progress = runningStep();
    if (!progress) return undefined;
    const { msLeft, pauseMs = 0, receivedAt } = progress;
    // It pauses no more once another take waits.
    return pauseMs > 0 ? { msLeft: msLeft - pauseMs, elapsedMs: 0 } : { msLeft, elapsedMs: now.value - receivedAt };
  }
  const waitBehind = (msToStart: number | undefined, isBehindOne: boolean): number | undefined =>
    remainingWait({
      msToStart,
      elapsedMs: now.value - takes.queueChangedAt,
      ahead: isBehindOne ? stepAhead() : undefined,
    });

  return {
    /** Of a new take. */
    tail: computed(() => waitBehind(takes.queueTail.msToStart, takes.queueTail.takesAhead === 1)),
    /** Whether the only take before a new one waits between its steps. */
    isTailPaced: computed(() => takes.queueTail.takesAhead === 1 && (runningStep()?.pauseMs ?? 0) > 0),
    /** Of a waiting take. The next of two takes waits for one that renders. */
    of: ({ position, msToStart }: QueuePosition): number | undefined =>
      waitBehind(msToStart, position === 1 && takes.queueTail.takesAhead === 2),
    /** What a rendering take still takes, as text: by its last step, before the first by the queue. */
    leftText(step: Progress | undefined, position: QueuePosition | undefined): string {
      if (step) return timeLeftText(step.msLeft, now.value - step.receivedAt);
      const msLeft = position?.msLeft;
      return msLeft === undefined ? '' : timeLeftText(msLeft, now.value - takes.queueChangedAt);
    },
  };
});
