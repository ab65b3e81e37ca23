import type { Defect } from './defects/defect.js';
import type { CheckPurpose, RawImage } from './image.js';
import type { Scores, Thresholds } from './verdict.js';

/** Pixels, or the bytes of a PNG, JPEG or WebP. */
export type ImageInput = RawImage | Uint8Array;

export interface CheckRequest {
  readonly id: number;
  readonly what: CheckPurpose;
  readonly image: ImageInput;
}

/** What the judge's process says. It answers one question after the other. */
export type CheckerMessage =
  | { readonly type: 'ready'; readonly name: string; readonly thresholds: Thresholds; readonly startMs: number }
  | {
      readonly type: 'verdict';
      readonly id: number;
      readonly broken: Defect | null;
      readonly classes: Scores;
      readonly ms: number;
      readonly rssBytes: number;
    }
  /** The bytes are no image. */
  | { readonly type: 'unreadable'; readonly id: number };
