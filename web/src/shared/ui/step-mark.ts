import type { UserView } from '@visionary/contract';

/** A seal on the step bar: somebody did something there. */
export interface StepMark {
  readonly key: string;
  readonly user: UserView;
  /** So many steps were done. */
  readonly step: number;
  /** What happened there, in a few words, shown beneath. */
  readonly note: string;
  /** The same as a whole sentence. */
  readonly label: string;
}
