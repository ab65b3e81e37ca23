/** Moments at which a process may be delayed or die. */
export type FailPoint =
  | 'before first delete'
  | 'after first delete'
  | 'before commit'
  | 'after commit'
  | 'before second delete'
  | 'between load and fill';

/**
 * Where tests hold or end whoever comes by: a promise that never ends is a death, after which nothing more is done.
 * A server has none.
 */
export abstract class FailPoints {
  abstract reach(point: FailPoint): Promise<void> | void;
}

export class NoFailPoints extends FailPoints {
  reach(): void {
    // Nobody is stopped here.
  }
}
