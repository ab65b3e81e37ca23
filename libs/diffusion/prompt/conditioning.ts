/** An encoded text: `[1, tokens, width]` float32, and beside it what SDXL wants of the text as a whole. */
export interface Conditioning {
  readonly data: Float32Array;
  readonly tokens: number;
  readonly width: number;
  /** `[1, width of the second encoder]`, from the first window of the text; only of models with two encoders. */
  readonly pooled?: Float32Array;
}

/** What the model is told up to a step: `negative` is missing where guidance does not need it. */
export interface ConditioningEntry {
  /** The first step, counted from 0, that it does not hold for any more. */
  readonly untilStep: number;
  /** As long as `negative`, in whole windows. */
  readonly positive: Conditioning;
  readonly negative: Conditioning | undefined;
}

/**
 * What holds at which step. A plain prompt is one entry; a prompt that changes during the run is only one entry more,
 * whether the change was written beforehand (`[A:B:k]`) or comes in between (`switchAt`).
 */
export class ConditioningPlan {
  /** @param entries in the order of their steps, each holding for at least one step */
  constructor(readonly entries: readonly ConditioningEntry[]) {
    if (entries.length === 0) throw new Error('a plan needs an entry');
  }

  /** The last entry also holds for every step after it. */
  at(step: number): ConditioningEntry {
    return this.entries.find((entry) => step < entry.untilStep) ?? this.entries[this.entries.length - 1]!;
  }

  /**
   * This plan for the first `stepsDone` steps, from then on the other one: the same as if both had been written as one
   * schedule before the run. Both plans must have been compiled for the same number of steps.
   */
  switchAt(stepsDone: number, other: ConditioningPlan): ConditioningPlan {
    if (stepsDone <= 0) return other;
    const begun = this.entries.filter((_, i) => i === 0 || this.entries[i - 1]!.untilStep < stepsDone);
    const done = begun.map((entry, i) => {
      const untilStep = i === begun.length - 1 ? stepsDone : entry.untilStep;
      return { ...entry, untilStep };
    });
    const coming = other.entries.filter((entry) => entry.untilStep > stepsDone);
    return new ConditioningPlan([...done, ...(coming.length > 0 ? coming : other.entries.slice(-1))]);
  }
}
