import {
  type AppliedPromptPrefix,
  HOUSE_USER_ID,
  type ImageView,
  type RenderedOn,
  type RenderRequest,
  type SteerTake,
  TAKE_FAILURES,
  type TakeFailure as TakeFailureCode,
  type TakeOrigin,
  type TakeSettings,
  type TakeStatus,
} from '@visionary/contract';
import type { RendererLender, TakeBudget } from './renderers.js';
import type { PromptChange, RenderRecord, ReplacedImage, ReplaySheet, StopPoint } from './renderer-protocol.js';

export type FailureCode = TakeFailureCode;

/** Who wrote from <= character < until of a prompt, in UTF-16 code units. */
export type AuthorshipSpan = readonly [from: number, until: number, personId: string];

/** An applied steer. */
export interface TakeSteer extends PromptChange {
  readonly id: string;
  readonly byId: string;
  readonly at: number;
}

export interface SteerRequest extends SteerTake {
  readonly byId: string;
}

/** A steer that a user requested. It is part of the take's own steers once a renderer applied it. A repeated command is the same steer. */
export interface RequestedSteer extends Omit<SteerRequest, 'roomId'> {
  readonly id: string;
  readonly requestedAt: number;
}

/** Where a user stopped the take. Its last image is that of this step. */
export interface TakeStop extends StopPoint {
  readonly byId: string;
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
  readonly level?: ImageView['contentRating'];
  /** Rating by the user who published it. See `effectiveRating`. */
  readonly authorRating?: 'sensitive' | 'adult' | undefined;
  /** Seed and defect of a corrupt image that this one replaced. */
  readonly replaced?: ReplacedImage | undefined;
  /** How it came about. Absent until somebody has asked for it. */
  readonly replay?: TakeReplay | undefined;
}

/** A sheet of steps. `sha256` in hex is its key in the image store. */
export interface TakeReplay extends Omit<ReplaySheet, 'bytes'> {
  readonly sha256: string;
  readonly bytes: number;
}

/** A render request with what the server knows about it. Extended, never converted, on its way into the queue. */
export interface TakeRequest extends RenderRequest {
  readonly settings: TakeSettings;
  /** Set by callers whose repeated requests are one take. */
  readonly id?: string;
  readonly roomId: string;
  readonly authorId: string;
  /** Users who wrote characters of the prompts, as far as they are known. */
  readonly writerIds: readonly string[];
  /** Composed from instance, model, and room if absent. */
  readonly promptPrefixes?: readonly AppliedPromptPrefix[] | undefined;
  /** Who wrote which part of the prompt, if known. */
  readonly authorship?: readonly AuthorshipSpan[] | undefined;
  /** What this take has from the take it repeats. `record` is a RenderRecord as JSON. */
  readonly repeats?: (Pick<Take, 'steers' | 'stopped'> & { readonly record: string }) | undefined;
}

/** A render request and its result. Times in ms since 1970. */
export interface Take extends Omit<TakeRequest, 'authorship' | 'repeats' | 'origin'> {
  readonly id: string;
  /** For a sample, the id of its version. */
  readonly roomId: string;
  /** Counts from 1 in its room. */
  readonly number: number;
  /** Of the room event that queued it. */
  readonly seq: number;
  /** Every part of the prompt is known to be written by other users than the author. */
  readonly isOthersPrompt?: boolean;
  readonly status: TakeStatus;
  /** Prefixes for this prompt and the prompts of its steers, outermost first. Prompts are stored without them. */
  readonly promptPrefixes: readonly AppliedPromptPrefix[];
  readonly images: readonly TakeImage[];
  /** In the order in which they were applied. */
  readonly steers: readonly TakeSteer[];
  /** In a queued take that repeats another one: where it will stop. */
  readonly stopped: TakeStop | null;
  readonly failure: TakeFailure | null;
  /** What the admin who ended it wrote, maybe nothing; null if no admin did. */
  readonly adminReason: string | null;
  readonly queuedAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly renderMs: number | null;
  readonly modelHash: string | null;
  /** Null until it is finished, and if a former version rendered it. */
  readonly renderedOn: RenderedOn | null;
  readonly origin: TakeOrigin | null;
  /** Who lent the renderer that finished it. Absent for a renderer of the instance. */
  readonly lentBy?: RendererLender | undefined;
}

/** What a take was rendered on, and who lent that; null as in Take, and for a renderer of the instance. */
export interface RenderedBy {
  readonly renderedOn: RenderedOn | null;
  readonly lentBy: RendererLender | null;
}

/** Ownership of a rendering take: the attempt's id, and when the lease expires unless renewed. */
export interface Lease {
  readonly owner: string;
  readonly until: number;
}

/** Whether a rendering take should end: at once, or with the image of its current step. */
export interface EndRequests {
  readonly isCancelRequested: boolean;
  readonly isStopRequested: boolean;
}

export interface LeasedTake {
  readonly roomId: string;
  /** How often its renderer crashed or hung. */
  readonly losses: number;
  /** How often the machine of its renderer was lost. */
  readonly nodeLosses: number;
  readonly isCancelRequested: boolean;
}

export interface FinishedResult {
  readonly images: readonly TakeImage[];
  /** Null if unknown. */
  readonly imageBytes: number | null;
  readonly record: RenderRecord;
  readonly lentBy?: RendererLender | undefined;
  readonly at: number;
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
  authorship.reduce((attributedLength, [from, until]) => attributedLength + until - from, 0) === prompt.length;

/** Samples are takes without a room: room and author are the version. They notify nobody. */
export const isSystemTake = ({ roomId, authorId }: { readonly roomId: string; readonly authorId: string }): boolean =>
  roomId === authorId;

/** Samples, and takes of the house room: they wait until no user's take does, and return to the queue when one comes. */
export const isBackgroundTake = (take: { readonly roomId: string; readonly authorId: string }): boolean =>
  isSystemTake(take) || take.authorId === HOUSE_USER_ID;

/** `renderer`: it crashed or hung, as its server or worker reported. `node`: that server or worker itself was lost. */
export type Lost = 'renderer' | 'node';

/** One lost renderer may be a coincidence; after two the take is the likely cause. */
export const MAX_RENDERER_LOSSES = 2;

/** Machines stop for many reasons. A take that outlives this many of them may be what stops them. */
export const MAX_NODE_LOSSES = 5;

export const rendererCrashedFailure = (reason: string): TakeFailure => ({
  code: 'RENDERER_CRASHED',
  detail: `The renderer was lost ${MAX_RENDERER_LOSSES} times during this take, so it is not retried. Last: ${reason}.`,
});

/** `detail` starts with the seconds that it was allowed, which clients show. */
export const renderTimeoutFailure = ({ ms, reason }: TakeBudget): TakeFailure => ({
  code: 'RENDER_TIMEOUT',
  detail: `${Math.ceil(ms / 1000)} s were allowed: ${reason}.`,
});

export const rendererLostFailure = (reason: string): TakeFailure => ({
  code: 'RENDERER_LOST',
  detail: `The machine that rendered this take was lost ${MAX_NODE_LOSSES} times, so it is not retried. Last: ${reason}.`,
});

export const modelDeletedFailure = (name: string): TakeFailure => ({
  code: 'MODEL_DELETED',
  detail: `${name} was deleted.`,
});

export const modelQuarantinedFailure = (model: string, reason: string): TakeFailure => ({
  code: 'MODEL_QUARANTINED',
  detail: `The model ${model} crashed, hung or kept renderers too often and is not loaded until its files change or an admin releases it. Last: ${reason}.`,
});
