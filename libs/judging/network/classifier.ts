import type { Scores, Thresholds } from '../verdict.js';

/** A network that says what is in a picture. */
export interface Classifier {
  readonly name: string;
  /** Sides of the pictures it looks at. */
  readonly width: number;
  readonly height: number;
  /** Which of its classes makes a picture what, where the instance does not say otherwise. */
  readonly thresholds: Thresholds;
  /** @param rgb `[height, width, 3]` bytes */
  look(rgb: Uint8Array): Promise<Scores>;
}
