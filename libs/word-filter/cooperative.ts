import { setImmediate } from 'node:timers/promises';

/** Long work that can be interrupted wherever it yields. */
export type Cooperative<T> = Generator<undefined, T>;

/** How long a slice blocks the event loop. */
const SLICE_MS = 8;

export function runSync<T>(work: Cooperative<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** Runs the work in slices and yields to the event loop between them. */
export async function runCooperatively<T>(work: Cooperative<T>, now = (): number => performance.now()): Promise<T> {
  for (;;) {
    const until = now() + SLICE_MS;
    do {
      const { done, value } = work.next();
      if (done) return value;
    } while (now() < until);
    await setImmediate();
  }
}
