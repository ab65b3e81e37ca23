import { TAKE_FAILURES, type TakeFailure as TakeFailureCode, type TakeStatus } from '@visionary/contract';

export type FailureCode = TakeFailureCode;

/** Everything except the prompt. Sides in pixels; `seed` -1 requests a random seed, a queued take has a real one. */
export interface TakeSettings {
  readonly model: string;
  readonly scheduler: string;
  readonly steps: number;
  readonly guidance: number;
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  readonly batch: number;
  /** Noise that DDIM adds in each step, 0 to 1. */
  readonly eta?: number | undefined;
  readonly init?: TakeInit | undefined;
  readonly loras?: readonly TakeLora[] | undefined;
}

/** An image of the same room: of a take, or an upload. */
export type ImageRef = { readonly takeId: string; readonly index: number } | { readonly uploadId: string };

/** Init image. A mask limits repainting to its white area. `strength` 0 keeps the image, 1 ignores it. */
export interface TakeInit {
  readonly image: ImageRef;
  readonly strength: number;
  readonly mask?: { readonly uploadId: string } | undefined;
}

export interface TakeLora {
  readonly id: string;
  readonly weight: number;
}

/** The post or take that the prompt and settings come from. */
export type TakeOrigin = { readonly postId: string } | { readonly takeId: string };

/** A prompt prefix, and a suffix of the negative prompt, that were added to a take. */
export interface AppliedPromptPrefix {
  readonly scope: 'instance' | 'model' | 'room';
  readonly prefix: string;
  readonly negativeSuffix: string;
}

/** Who wrote from <= character < until of a prompt, in UTF-16 code units. */
export type AuthorshipSpan = readonly [from: number, until: number, personId: string];

/** A prompt that applies from the step after `step` of `image`. */
export interface TakeSteer {
  readonly id: string;
  readonly byId: string;
  readonly prompt: string;
  readonly negative: string;
  readonly image: number;
  readonly step: number;
  readonly at: number;
}

/** A steer that a user requested. It is part of the take's own steers once a renderer applied it. */
export interface RequestedSteer {
  readonly id: string;
  readonly takeId: string;
  readonly byId: string;
  /** A repeated command of the same user is the same steer. */
  readonly clientId: string;
  readonly prompt: string;
  readonly negative: string;
  readonly askedAt: number;
}

/** Where a user stopped the take. Its last image is that of this step. */
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
  /** Hidden by a moderator, or held for review. */
  readonly isHidden?: boolean;
  /** Rating by the image check or a moderator; absent for everyone. `held`: hidden until a moderator reviews it. */
  readonly level?: 'sensitive' | 'adult' | 'held' | undefined;
  /** Rating by the user who published it. See `effectiveRating`. */
  readonly authorRating?: 'sensitive' | 'adult' | undefined;
  /** Seed and defect of a corrupt image that this one replaced. */
  readonly replaced?: { readonly seed: number; readonly why: string } | undefined;
}

/** What the author asked for. Extended, never converted, on its way into the queue. */
export interface RenderRequest {
  readonly roomId: string;
  readonly authorId: string;
  /** Other users who wrote the prompt or changed settings. */
  readonly writerIds: readonly string[];
  readonly prompt: string;
  readonly negative: string;
  readonly settings: TakeSettings;
  /** Composed from instance, model, and room if absent. */
  readonly promptPrefixes?: readonly AppliedPromptPrefix[] | undefined;
  /** If absent, the take whose image this one starts from. */
  readonly origin?: TakeOrigin | undefined;
  /** Who wrote which part of the prompt, if known. */
  readonly authorship?: readonly AuthorshipSpan[] | undefined;
  /** What this take has from the take it repeats. */
  readonly repeats?: RepeatSource | undefined;
}

export interface NewTake extends RenderRequest {
  readonly id: string;
  readonly number: number;
  readonly queuedAt: number;
}

/** What a take has from the take it repeats. */
export interface RepeatSource {
  readonly steers: readonly TakeSteer[];
  readonly stopped: TakeStop | null;
  /** A RenderRecord as JSON. */
  readonly record: string;
}

/** A render request and its result. Times in ms since 1970. */
export interface Take {
  readonly id: string;
  /** The room of the take. For a sample, the id of its version. */
  readonly roomId: string;
  /** Counts from 1 in its room. */
  readonly number: number;
  /** Of the room event that queued it. */
  readonly seq: number;
  readonly authorId: string;
  /** All users who wrote the prompt or changed settings, the author first. */
  readonly writerIds: readonly string[];
  /** Every part of the prompt is known to be written by other users than the author. */
  readonly isOthersPrompt?: boolean;
  readonly status: TakeStatus;
  readonly prompt: string;
  readonly negative: string;
  /** Prefixes for this prompt and the prompts of its steers, outermost first. Prompts are stored without them. */
  readonly promptPrefixes: readonly AppliedPromptPrefix[];
  readonly settings: TakeSettings;
  readonly images: readonly TakeImage[];
  /** In the order in which they were applied. */
  readonly steers: readonly TakeSteer[];
  /** In a queued take that repeats another one: where it will stop. */
  readonly stopped: TakeStop | null;
  readonly failure: TakeFailure | null;
  readonly queuedAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly renderMs: number | null;
  readonly modelHash: string | null;
  readonly origin: TakeOrigin | null;
}

/** Ownership of a rendering take: the attempt's id, and when the lease expires unless renewed. */
export interface Lease {
  readonly owner: string;
  readonly until: number;
}

/** Who wants a rendering take to end: at once, or with the image of its current step. */
export interface EndRequests {
  readonly cancelBy: string | null;
  readonly stopBy: string | null;
}

export interface LeasedTake {
  readonly roomId: string;
  /** How often a renderer or node was lost during this take. */
  readonly losses: number;
  readonly cancelBy: string | null;
}

export interface FinishedResult {
  readonly images: readonly TakeImage[];
  /** A RenderRecord as JSON. */
  readonly record: string;
  readonly modelHash: string;
  readonly renderMs: number;
  readonly at: number;
  readonly stoppedAt: { readonly image: number; readonly step: number } | null;
}

export interface TakeFailure {
  readonly code: FailureCode;
  readonly detail: string;
}

/** Newer renderers may report codes that this server does not know. */
export const failureCodeOf = (code: string): FailureCode =>
  TAKE_FAILURES.find((known) => known === code) ?? 'RENDER_FAILED';

/** Whether every part of a prompt has a known author, and none is `authorId`. */
export const isOthersPrompt = (prompt: string, authorId: string, authorship: readonly AuthorshipSpan[]): boolean =>
  authorship.length > 0 &&
  authorship.every(([, , id]) => id !== authorId) &&
  authorship.reduce((known, [from, until]) => known + until - from, 0) === prompt.length;

/** Samples are takes without a room: room and author are the version. They wait until no user does, and notify nobody. */
export const isSystemTake = ({ roomId, authorId }: { readonly roomId: string; readonly authorId: string }): boolean =>
  roomId === authorId;

/** One lost renderer may be a coincidence; after two the take is the likely cause. */
export const MAX_RENDERER_LOSSES = 2;

export const rendererCrashedFailure = (why: string): TakeFailure => ({
  code: 'RENDERER_CRASHED',
  detail: `The renderer was lost ${MAX_RENDERER_LOSSES} times during this take, so it is not retried. Last: ${why}.`,
});

export const modelDeletedFailure = (name: string): TakeFailure => ({
  code: 'MODEL_DELETED',
  detail: `${name} was deleted.`,
});

export const modelQuarantinedFailure = (model: string, why: string): TakeFailure => ({
  code: 'MODEL_QUARANTINED',
  detail: `The model ${model} lost its renderer twice and is not loaded until its files change or an admin releases it. Last: ${why}.`,
});
