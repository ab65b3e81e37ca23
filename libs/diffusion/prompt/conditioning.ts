/** An encoded text: `[1, tokens, width]` float32. */
export interface Conditioning {
  readonly data: Float32Array;
  readonly tokens: number;
  readonly width: number;
}

/** What the model is told up to a step: `negative` is missing where guidance does not need it. */
export interface ConditioningEntry {
  /** The first step, counted from 0, that it does not hold for any more. */
  readonly untilStep: number;
  readonly positive: Conditioning;
  readonly negative: Conditioning | undefined;
}

/**
 * What holds at which step. A plain prompt is one entry; a prompt that changes during the run is only one entry more.
 */
export class ConditioningPlan {
  constructor(private readonly entries: readonly ConditioningEntry[]) {
    if (entries.length === 0) throw new Error('a plan needs an entry');
  }

  /** The last entry also holds for every step after it. */
  at(step: number): ConditioningEntry {
    return this.entries.find((entry) => step < entry.untilStep) ?? this.entries[this.entries.length - 1]!;
  }
}
