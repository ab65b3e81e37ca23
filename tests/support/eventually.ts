import { setTimeout as pause } from 'node:timers/promises';
import { DEADLINE_MS } from './deadlines.js';

const POLL_INTERVAL_MS = 25;

/** Polls for an effect that follows a reply. @throws Error when the deadline passes */
export async function eventually(what: string, isTrue: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS / 4;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${DEADLINE_MS / 4_000} s`);
    // Without a pause, the requests would exceed the rate limit.
    await pause(POLL_INTERVAL_MS);
  }
}
