import type { HubKind } from './version.js';

/** Files that passed every check that only reads, in a folder of their own. */
export interface TrialInput {
  readonly kind: HubKind;
  /** Absolute; of a LoRA or other weights the folder that holds the one file. */
  readonly dir: string;
  /** For what is told of it. */
  readonly name: string;
}

export type TrialResult =
  | {
      readonly ok: true;
      /** JSON: what whoever renders it will need to know without its files. */
      readonly renderFacts: string;
    }
  | { readonly ok: false; readonly code: string; readonly detail: Readonly<Record<string, string | number | boolean>> };

type Trial = (files: TrialInput, signal: AbortSignal) => Promise<TrialResult>;

/** Whoever can load models tries them for the hub, which knows nobody who can: apart, under a deadline and limits. */
export class TrialRegistry {
  private trial: Trial | undefined;

  setRunner(trial: Trial): void {
    this.trial = trial;
  }

  /** @throws Error where nobody can */
  run(files: TrialInput, signal: AbortSignal): Promise<TrialResult> {
    if (!this.trial) throw new Error('Nobody tries models here.');
    return this.trial(files, signal);
  }
}
