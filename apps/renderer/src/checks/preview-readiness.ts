/** Before this share of its steps, a prediction says little of what an image will show. */
const FROM = 0.4;
/** From here on it is judged however much it still changes. */
const SURELY = 0.7;
/** Two predictions are this close, as a share of what is in them, once the image has found its shape. */
const SETTLED = 0.35;

export interface Prediction {
  readonly imageIndex: number;
  readonly step: number;
  readonly steps: number;
  /** The predicted latents. */
  readonly data: Float32Array;
}

/** When the predicted image is clear enough that a judge can see what will be in it. */
export class PreviewReadiness {
  private before: Prediction | undefined;
  private isSettled = false;

  isReached(now: Prediction): boolean {
    if (this.before?.imageIndex !== now.imageIndex) {
      this.before = undefined;
      this.isSettled = false;
    }
    const share = now.step / now.steps;
    this.isSettled ||= share >= SURELY || (share >= FROM && changeBetween(this.before, now) <= SETTLED);
    this.before = now;
    return this.isSettled;
  }
}

/** The mean difference of two predictions, beside the mean size of what they hold. */
function changeBetween(before: Prediction | undefined, { data }: Prediction): number {
  if (before?.data.length !== data.length) return Infinity;
  let [difference, size] = [0, 0];
  for (let index = 0; index < data.length; index++) {
    difference += Math.abs(data[index]! - before.data[index]!);
    size += Math.abs(data[index]!);
  }
  return size > 0 ? difference / size : 0;
}
