/** Milliseconds since 1970, UTC. */
export abstract class Clock {
  abstract now(): number;
}
export class SystemClock extends Clock {
  now(): number {
    return Date.now();
  }
}

/** Later than any clock here will say: for what has no end. */
export const PERMANENT = Number.MAX_SAFE_INTEGER;
