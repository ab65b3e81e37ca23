import { Throttle } from '@visionary/platform/realtime';

/** Keeps the delay for others below 100 ms. A single user's update is sent without delay. */
export const TICK_MS = 40;

/** Batches items per room: the first one is sent at once, those within the next tick together at its end. */
export const roomBatcher = <T>(send: (roomId: string, items: readonly T[]) => void): Throttle<readonly T[]> =>
  new Throttle(TICK_MS, send, (earlier, later) => [...earlier, ...later]);
