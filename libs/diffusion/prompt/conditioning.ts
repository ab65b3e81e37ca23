/** An encoded text: `[1, tokens, width]` float32, plus SDXL's pooled embedding. */
export interface Conditioning {
  readonly data: Float32Array;
  readonly tokens: number;
  readonly width: number;
  /** `[1, width of the second encoder]`, from the first chunk of the text. Only for models with two encoders. */
  readonly pooled?: Float32Array;
}

/** A part of a prompt with AND, and how strongly the image follows it. */
export interface WeightedConditioning {
  readonly text: Conditioning;
  readonly weight: number;
}

/** The conditioning up to a step. `negative` is undefined if guidance doesn't need it. */
export interface ConditioningEntry {
  /** The first step, counted from 0, that it no longer applies to. */
  readonly untilStep: number;
  /** At least one. All have the length of `negative`, in whole chunks. */
  readonly positives: readonly WeightedConditioning[];
  readonly negative: Conditioning | undefined;
}

/**
 * The conditioning of each step. A plain prompt is one entry. Each change adds one, whether written in the prompt
 * (`[A:B:k]`) or made while rendering (`switchAt`).
 */
export class ConditioningPlan {
  /** @param entries ordered by step, each for at least one step */
  constructor(readonly entries: readonly ConditioningEntry[]) {
    if (entries.length === 0) throw new Error('a plan needs an entry');
  }

  /** The last entry applies to all later steps, too. */
  at(step: number): ConditioningEntry {
    return this.entries.find((entry) => step < entry.untilStep) ?? this.entries[this.entries.length - 1]!;
  }

  /**
   * This plan for the first `stepsDone` steps, then the other one. Same result as one schedule written before the
   * run. Both plans must be compiled for the same number of steps.
   */
  switchAt(stepsDone: number, other: ConditioningPlan): ConditioningPlan {
    if (stepsDone <= 0) return other;
    const startedEntries = this.entries.filter((_, i) => i === 0 || this.entries[i - 1]!.untilStep < stepsDone);
    const pastEntries = startedEntries.map((entry, i) => {
      const untilStep = i === startedEntries.length - 1 ? stepsDone : entry.untilStep;
      return { ...entry, untilStep };
    });
    const laterEntries = other.entries.filter((entry) => entry.untilStep > stepsDone);
    return new ConditioningPlan([
      ...pastEntries,
      ...(laterEntries.length > 0 ? laterEntries : other.entries.slice(-1)),
    ]);
  }
}
