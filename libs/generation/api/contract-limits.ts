import { LIMITS, SCHEDULERS } from '@visionary/contract';
import type { LoraLimits } from '../domain/loras.js';
import type { QueueLimits } from '../domain/queue-limits.js';

/** The contract's limits and names as this slice's rules want them. */
export const queueLimits: QueueLimits = {
  perUser: LIMITS.queuedTakesPerUser,
  perRoom: LIMITS.queuedTakesPerRoom,
};
export const loraLimits: LoraLimits = { atMost: LIMITS.loras, weight: LIMITS.loraWeight };
export const schedulers: readonly string[] = SCHEDULERS;
