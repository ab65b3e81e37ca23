import type { Fault } from './broken/fault.js';
import type { Purpose, RawPicture } from './picture.js';
import type { Scores, Thresholds } from './verdict.js';

/** Pixels, or the bytes of a PNG, JPEG or WebP. */
export type GivenPicture = RawPicture | Uint8Array;

export interface JudgeQuestion {
  readonly id: number;
  readonly what: Purpose;
  readonly picture: GivenPicture;
}

/** What the judge's process says. It answers one question after the other. */
export type JudgeReport =
  | { readonly type: 'ready'; readonly name: string; readonly thresholds: Thresholds; readonly startMs: number }
  | {
      readonly type: 'verdict';
      readonly id: number;
      readonly broken: Fault | null;
      readonly classes: Scores;
      readonly ms: number;
      readonly rssBytes: number;
    }
  /** The bytes are no picture. */
  | { readonly type: 'unreadable'; readonly id: number };
