import { Clock } from '@visionary/kernel';
import type { RunningApp } from './app.js';

/** Runs a callback with the clock moved forward. */
export async function advanceClock<T>({ app }: RunningApp, ms: number, work: () => Promise<T>): Promise<T> {
  const clock = app.get(Clock);
  const { now } = clock;
  clock.now = () => now.call(clock) + ms;
  try {
    return await work();
  } finally {
    clock.now = now;
  }
}
