/** Milliseconds since 1970, UTC. */
export abstract class Clock {
  abstract now(): number;
}
export class SystemClock extends Clock {
  now(): number {
    return Date.now();
  }
}

/** ISO 8601. */
export const isoTime = (at: number): string => new Date(at).toISOString();

/** The end of something without an end. Later than any time of a clock. */
export const PERMANENT = Number.MAX_SAFE_INTEGER;
