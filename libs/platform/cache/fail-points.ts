/** Moments at which a test can delay or kill a process. */
export type FailPoint =
  | 'before first delete'
  | 'after first delete'
  | 'before commit'
  | 'after commit'
  | 'before second delete'
  | 'between load and fill';

/**
 * Lets tests stop a process at a fail point: a promise that never resolves simulates a crash. Does nothing in
 * production.
 */
export abstract class FailPoints {
  abstract reach(point: FailPoint): Promise<void> | void;
}

export class NoFailPoints extends FailPoints {
  reach(): void {
    // Production never stops here.
  }
}
