import type { SchedulableTake, LastServed, Turn } from './scheduling-policy.js';
import type { FailureCode, TakeSettings, TakeStatus } from './take.js';
import type { Lease } from './takes.js';

/** A take as the line sees it. */
export interface BacklogTake extends SchedulableTake {
  readonly model: string;
  /** Undefined where only the order was read. */
  readonly settings: TakeSettings | undefined;
}

export interface RunningTake extends BacklogTake {
  readonly settings: TakeSettings;
  readonly startedAt: number;
}

/** Port: the line in the database. */
export abstract class TakeQueue {
  /**
   * All that wait and render.
   * @param settingsAtMost of so many that wait, the oldest, the settings are read
   */
  abstract backlog(
    settingsAtMost?: number,
  ): Promise<{ readonly waiting: BacklogTake[]; readonly running: RunningTake[] }>;
  /** How many wait and render now, over all rooms. */
  abstract count(): Promise<{ readonly waiting: number; readonly rendering: number }>;
  /** How many takes there are, ended ones too. */
  abstract byStatus(): Promise<Record<TakeStatus, number>>;
  /** Turns since a time, the last of each member in each room. A take that was handed back gave its turn back, too. */
  abstract lastServed(since: number): Promise<LastServed[]>;
  /**
   * Gives a take its turn and counts it for those it overtakes. Inside a unit of work, which must be given up when this
   * fails: some may have been counted.
   * @returns false when the take no longer waits, or another turn given meanwhile leaves no room to overtake somebody.
   */
  abstract startAttempt(turn: Turn<SchedulableTake>, lease: Lease, at: number): Promise<boolean>;
  /** Ends a take that waits for what will not be. @returns false when it waits no more. */
  abstract failToStart(id: string, failure: { code: FailureCode; detail: string }, at: number): Promise<boolean>;
}
