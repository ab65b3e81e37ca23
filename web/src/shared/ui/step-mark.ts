import type { UserView } from '@visionary/contract';

/** A mark on the step bar: a user changed something there. */
export interface StepMark {
  readonly key: string;
  readonly user: UserView;
  /** The number of completed steps. */
  readonly step: number;
  /** A short label, shown below. */
  readonly note: string;
  /** The same as a sentence. */
  readonly label: string;
}
