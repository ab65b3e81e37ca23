import { setTimeout as pause } from 'node:timers/promises';
import { DEADLINE_MS } from './deadlines.js';

const ASK_EVERY_MS = 25;

/** What follows an answer, sooner or later. @throws Error when it has not come true by the deadline */
export async function eventually(what: string, isTrue: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS / 4;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${DEADLINE_MS / 4_000} s`);
    // Asked without a pause, a server would soon say that it is asked too often.
    await pause(ASK_EVERY_MS);
  }
}
