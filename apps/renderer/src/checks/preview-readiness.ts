/**
 * Share of the steps before which a prediction shows too little: the verdict says nothing about the finished image in the first
 * seventh of the steps, and from three tenths on as much as at the end (docs/measures/early-check.md).
 */
const MIN_SHARE = 0.3;
/** Share of the steps from which a prediction is checked in any case. */
const MAX_SHARE = 0.5;
/** Relative change below which the composition has settled. */
const SETTLED_CHANGE = 0.35;

export interface Prediction {
  readonly imageIndex: number;
  readonly step: number;
  readonly steps: number;
  /** Predicted latents. */
  readonly data: Float32Array;
}

export const isHalfDone = ({ step, steps }: Pick<Prediction, 'step' | 'steps'>): boolean => step / steps >= MAX_SHARE;

/** Too early for a verdict. */
export const isBarelyBegun = ({ step, steps }: Pick<Prediction, 'step' | 'steps'>): boolean => step / steps < MIN_SHARE;

/** Decides when a predicted image is clear enough for the image checker. */
export class PreviewReadiness {
  private previous: Prediction | undefined;
  private isSettled = false;

  isReached(prediction: Prediction): boolean {
    if (this.previous?.imageIndex !== prediction.imageIndex) {
      this.previous = undefined;
      this.isSettled = false;
    }
    this.isSettled ||=
      isHalfDone(prediction) ||
      (!isBarelyBegun(prediction) && changeBetween(this.previous, prediction) <= SETTLED_CHANGE);
    this.previous = prediction;
    return this.isSettled;
  }
}

/** Mean difference of two predictions, relative to their mean magnitude. */
function changeBetween(previous: Prediction | undefined, { data }: Prediction): number {
  if (previous?.data.length !== data.length) return Infinity;
  let [difference, magnitude] = [0, 0];
  for (let index = 0; index < data.length; index++) {
    difference += Math.abs(data[index]! - previous.data[index]!);
    magnitude += Math.abs(data[index]!);
  }
  return magnitude > 0 ? difference / magnitude : 0;
}
