import { setImmediate } from 'node:timers/promises';

/** Long work that may be left for a moment wherever it yields. */
export type Cooperative<T> = Generator<undefined, T>;

/** So long others wait, at most, for a slice that is left in time. */
const SLICE_MS = 8;

export function runSync<T>(work: Cooperative<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** Lets others have their turn again and again. */
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
