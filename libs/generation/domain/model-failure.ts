import type { Model } from './model.js';

/** A model that hung or killed its renderer and has not rendered anything since. */
export interface ModelFailure {
  readonly model: string;
  /** Of the files that did it; other files are another model. */
  readonly fingerprint: string;
  readonly losses: number;
  /** What happened last. */
  readonly why: string;
  readonly lastAt: number;
  /** Since when it is not loaded any more; null while it may be. */
  readonly quarantinedAt: number | null;
}

export interface RendererLoss {
  readonly model: string;
  readonly fingerprint: string;
  readonly why: string;
  readonly at: number;
}

/** Once may be bad luck. */
export const LOSSES_BEFORE_QUARANTINE = 2;

/** Port: what models did to their renderers, over restarts and all servers. */
export abstract class ModelFailures {
  /** Inside a unit of work. @returns how many losses there are now, of these files. */
  abstract count(loss: RendererLoss): Promise<number>;
  /** @returns false when it was in quarantine already. */
  abstract quarantine(model: string, at: number): Promise<boolean>;
  abstract quarantined(): Promise<ModelFailure[]>;
  abstract isKnown(model: string): Promise<boolean>;
  /** Forgets a trouble that was not enough for a quarantine. */
  abstract reset(model: string): Promise<void>;
  /** @returns false when it was in no quarantine. */
  abstract release(model: string): Promise<boolean>;
}

/** Port: tells whether a model's files were replaced, alike on every machine that has them. */
export abstract class ModelFingerprints {
  /** @returns null when there is no such folder. */
  abstract of(dir: string): Promise<string | null>;

  /** A version of the hub is never another one. */
  async ofModel({ dir, hub }: Model): Promise<string | null> {
    return hub?.hash ?? (dir === undefined ? null : this.of(dir));
  }
}

/** What is said of a renderer that was ended because it said nothing any more. */
export const STALLED_REASON = 'it was silent for too long';

/** How a process ends that somebody outside has killed: an operator, or the system for want of memory. */
const FROM_OUTSIDE = 'ended by SIGKILL';

/**
 * Whether a lost renderer counts against the model. A crash or a hang always does; a kill from outside once for each take,
 * for it need not be the model's doing.
 */
export const countsAgainstModel = (why: string, lossesOfTakeBefore: number): boolean =>
  why !== FROM_OUTSIDE || lossesOfTakeBefore === 0;

/** In a word, from what was told of the last loss. */
export const reasonOf = ({ why }: Pick<ModelFailure, 'why'>): 'hung' | 'killed' | 'crashed' => {
  if (why === STALLED_REASON) return 'hung';
  return why === FROM_OUTSIDE ? 'killed' : 'crashed';
};
