import { createSharedComposable, useIntervalFn, useTimestamp } from '@vueuse/core';

/** The current time, updated every `everyMs`, for texts such as "3 minutes ago". */
export const useNow = (everyMs: number) => useTimestamp({ scheduler: (update) => useIntervalFn(update, everyMs) });

/** The current time, updated every second, for countdowns. All of a page share one timer. */
export const useCountdownNow = createSharedComposable(() => useNow(1_000));
