/** Share of the steps before which a prediction shows too little. */
const MIN_SHARE = 0.4;
/** Share of the steps from which a prediction is checked in any case. */
const MAX_SHARE = 0.7;
/** Relative change below which the composition has settled. */
const SETTLED = 0.35;

export interface Prediction {
  readonly imageIndex: number;
  readonly step: number;
  readonly steps: number;
  /** Predicted latents. */
  readonly data: Float32Array;
}

/** Decides when a predicted image is clear enough for the image checker. */
export class PreviewReadiness {
  private before: Prediction | undefined;
  private isSettled = false;

  isReached(now: Prediction): boolean {
    if (this.before?.imageIndex !== now.imageIndex) {
      this.before = undefined;
      this.isSettled = false;
    }
    const share = now.step / now.steps;
    this.isSettled ||= share >= MAX_SHARE || (share >= MIN_SHARE && changeBetween(this.before, now) <= SETTLED);
    this.before = now;
    return this.isSettled;
  }
}

/** Mean difference of two predictions, relative to their mean magnitude. */
function changeBetween(before: Prediction | undefined, { data }: Prediction): number {
  if (before?.data.length !== data.length) return Infinity;
  let [difference, size] = [0, 0];
  for (let index = 0; index < data.length; index++) {
    difference += Math.abs(data[index]! - before.data[index]!);
    size += Math.abs(data[index]!);
  }
  return size > 0 ? difference / size : 0;
}
