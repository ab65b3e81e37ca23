import { LIMITS, SCHEDULERS } from '@visionary/contract';
import type { QueueLimits } from '../domain/queue-limits.js';

/** The contract's limits and names as this slice's rules want them. */
export const queueLimits: QueueLimits = {
  perPerson: LIMITS.queuedTakesPerPerson,
  perRoom: LIMITS.queuedTakesPerRoom,
};
export const schedulers: readonly string[] = SCHEDULERS;
