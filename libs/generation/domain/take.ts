export type TakeStatus = 'queued' | 'rendering' | 'finished' | 'failed' | 'cancelled';

/** Everything beside the words. Sides in pixels; `seed` -1 asks for a new one, a take that is queued has a real one. */
export interface TakeSettings {
  readonly model: string;
  readonly scheduler: string;
  readonly steps: number;
  readonly guidance: number;
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  readonly batch: number;
}

/** A finished PNG. `sha256` in hex is also its key in the picture store. */
export interface TakePicture {
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  readonly sha256: string;
}

export const FAILURE_CODES = [
  'MODEL_FOLDER_INVALID',
  'RENDER_NAN',
  'RENDER_FLAT',
  'RENDER_OUT_OF_RANGE',
  'RENDER_FAILED',
  'RENDERER_CRASHED',
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];

/** One order for pictures: what was asked for, where it stands, what came of it. Times in ms since 1970. */
export interface Take {
  readonly id: string;
  /** The place it belongs to; this slice asks no more about it. */
  readonly roomId: string;
  /** Counts from 1 in its room. */
  readonly number: number;
  /** Of the room's event that queued it. */
  readonly seq: number;
  readonly authorId: string;
  /** Everybody whose words or settings are in it, the author first. */
  readonly writerIds: readonly string[];
  readonly status: TakeStatus;
  readonly prompt: string;
  readonly negative: string;
  readonly settings: TakeSettings;
  readonly pictures: readonly TakePicture[];
  readonly failure: { readonly code: FailureCode; readonly detail: string } | null;
  readonly queuedAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly renderMs: number | null;
  readonly modelHash: string | null;
}

/** What a renderer says on failing may be a code we do not know: a newer one, or a bug's. */
export const failureCodeOf = (code: string): FailureCode =>
  FAILURE_CODES.find((known) => known === code) ?? 'RENDER_FAILED';
