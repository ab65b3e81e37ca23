import type { Scores, Thresholds } from '../verdict.js';

export interface Classifier {
  readonly name: string;
  /** Input size in pixels. */
  readonly width: number;
  readonly height: number;
  readonly classes: readonly string[];
  /** Defaults, which the instance can override. */
  readonly thresholds: Thresholds;
  /** @param rgb `[H,W,3] uint8` */
  classify(rgb: Uint8Array): Promise<Scores>;
}
