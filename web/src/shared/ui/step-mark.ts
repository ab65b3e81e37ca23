import type { UserView } from '@visionary/contract';

/** A mark on the step bar: a user changed something there. */
export interface StepMark {
  readonly key: string;
  readonly user: UserView;
  /** So many steps were done. */
  readonly step: number;
  /** A short label, shown below. */
  readonly note: string;
  /** The same as a whole sentence. */
  readonly label: string;
}
