import type { Scores, Thresholds } from '../verdict.js';

/** A network that says what is in an image. */
export interface Classifier {
  readonly name: string;
  /** Sides of the images it looks at. */
  readonly width: number;
  readonly height: number;
  /** Which of its classes makes an image what, where the instance does not say otherwise. */
  readonly thresholds: Thresholds;
  /** @param rgb `[height, width, 3]` bytes */
  classify(rgb: Uint8Array): Promise<Scores>;
}
