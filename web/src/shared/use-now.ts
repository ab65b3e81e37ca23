import { useIntervalFn, useTimestamp } from '@vueuse/core';

/** The current time, updated every `everyMs`, for texts such as "3 minutes ago". */
export const useNow = (everyMs: number) => useTimestamp({ scheduler: (update) => useIntervalFn(update, everyMs) });
