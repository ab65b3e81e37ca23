import type { Defect } from './defects/defect.js';
import type { CheckPurpose, RawImage } from './image.js';
import type { Scores, Thresholds } from './verdict.js';

/** Pixels, or the bytes of a PNG, JPEG or WebP file. */
export type ImageInput = RawImage | Uint8Array;

export interface CheckRequest {
  readonly id: number;
  readonly purpose: CheckPurpose;
  readonly image: ImageInput;
}

/** Messages of the image checker process. It answers requests one after the other. */
export type CheckerMessage =
  | { readonly type: 'ready'; readonly name: string; readonly thresholds: Thresholds; readonly startMs: number }
  | {
      readonly type: 'verdict';
      readonly id: number;
      readonly defect: Defect | null;
      readonly classes: Scores;
      readonly ms: number;
      readonly rssBytes: number;
    }
  /** The bytes can't be decoded. */
  | { readonly type: 'unreadable'; readonly id: number };
