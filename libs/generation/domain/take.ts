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
  /** Fresh noise of DDIM, 0 to 1. */
  readonly eta?: number | undefined;
  readonly init?: TakeInit | undefined;
  readonly loras?: readonly TakeLora[] | undefined;
}

/** An image of the same place: one of a take, or one somebody brought. */
export type ImageRef = { readonly takeId: string; readonly index: number } | { readonly uploadId: string };

/** What to start from; with a mask only its white part is painted anew. `strength` 0 leaves the image, 1 forgets it. */
export interface TakeInit {
  readonly image: ImageRef;
  readonly strength: number;
  readonly mask?: { readonly uploadId: string } | undefined;
}

export interface TakeLora {
  readonly id: string;
  readonly weight: number;
}

/** What words and settings were taken over from: an image that was published, or another take. */
export type TakeOrigin = { readonly postId: string } | { readonly takeId: string };

/** What the house added to a prompt: before it, and behind the negative one. */
export interface AppliedPromptPrefix {
  readonly scope: 'instance' | 'model' | 'room';
  readonly prefix: string;
  readonly negativeSuffix: string;
}

/** Who wrote from <= character < until of a prompt, in UTF-16 code units. */
export type AuthorshipSpan = readonly [from: number, until: number, personId: string];

/** New words somebody gave while the take was rendering. They hold from the step after `step` of `image`. */
export interface TakeSteer {
  readonly id: string;
  readonly byId: string;
  readonly prompt: string;
  readonly negative: string;
  readonly image: number;
  readonly step: number;
  readonly at: number;
}

/** Where somebody stopped it: the last image is that of this step. */
export interface TakeStop {
  readonly byId: string;
  readonly image: number;
  readonly step: number;
}

/** A finished PNG. `sha256` in hex is also its key in the image store. */
export interface TakeImage {
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  readonly sha256: string;
  /** Those who moderate have taken it from everybody's sight. */
  readonly isHidden?: boolean;
  /** What the check, or who moderates, says where it is not for everybody; `held`: for nobody until a moderator has looked. */
  readonly level?: 'sensitive' | 'adult' | 'held' | undefined;
  /** What whoever published it says of it. `levelOf` has both. */
  readonly authorRating?: 'sensitive' | 'adult' | undefined;
  /** The one that stood here first was broken: its seed, and what was wrong. */
  readonly again?: { readonly seed: number; readonly why: string } | undefined;
}

export const FAILURE_CODES = [
  'MODEL_FOLDER_INVALID',
  'RENDER_NAN',
  'RENDER_UNIFORM',
  'RENDER_BLACK',
  'RENDER_SATURATED',
  'RENDER_OUT_OF_RANGE',
  'RENDER_CORRUPT',
  'RENDER_FAILED',
  'RENDERER_CRASHED',
  'MODEL_OUT_OF_MEMORY',
  'MODEL_QUARANTINED',
  'LORA_INVALID',
  'MODEL_DELETED',
  'MODEL_DOWNLOAD_FAILED',
  'SAFETY_IMAGE_REJECTED',
  'SAFETY_CHECK_UNAVAILABLE',
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];

/** One order for images: what was asked for, where it stands, what came of it. Times in ms since 1970. */
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
  /** Every part of the prompt is known to be another's than the author's. */
  readonly isOthersWords?: boolean;
  readonly status: TakeStatus;
  readonly prompt: string;
  readonly negative: string;
  /** To these words, which are as they were typed, and to those of its steers; the outermost first. */
  readonly added: readonly AppliedPromptPrefix[];
  readonly settings: TakeSettings;
  readonly images: readonly TakeImage[];
  /** In the order in which they held. */
  readonly steers: readonly TakeSteer[];
  /** Of a take that waits or renders: where it is to stop, since it is another one's repetition. */
  readonly stopped: TakeStop | null;
  readonly failure: { readonly code: FailureCode; readonly detail: string } | null;
  readonly queuedAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly renderMs: number | null;
  readonly modelHash: string | null;
  readonly origin: TakeOrigin | null;
}

/** What a renderer says on failing may be a code we do not know: a newer one, or a bug's. */
export const failureCodeOf = (code: string): FailureCode =>
  FAILURE_CODES.find((known) => known === code) ?? 'RENDER_FAILED';

/** Whether it is known of every part of a prompt who wrote it, and nothing of it is theirs. */
export const isOthersPrompt = (prompt: string, authorId: string, hands: readonly AuthorshipSpan[]): boolean =>
  hands.length > 0 &&
  hands.every(([, , id]) => id !== authorId) &&
  hands.reduce((known, [from, until]) => known + until - from, 0) === prompt.length;
