import type {
  FailureCode,
  Take,
  AppliedPromptPrefix,
  AuthorshipSpan,
  TakeOrigin,
  TakeImage,
  TakeSettings,
  TakeSteer,
  TakeStop,
} from './take.js';

export interface NewTake {
  readonly id: string;
  readonly roomId: string;
  readonly number: number;
  readonly authorId: string;
  readonly writerIds: readonly string[];
  readonly prompt: string;
  readonly negative: string;
  readonly added?: readonly AppliedPromptPrefix[] | undefined;
  readonly settings: TakeSettings;
  readonly queuedAt: number;
  readonly origin?: TakeOrigin | undefined;
  /** Who wrote which part of the prompt, where that is known. */
  readonly hands?: readonly AuthorshipSpan[] | undefined;
  /** Of the take that this one repeats. */
  readonly again?: RepeatSource | undefined;
}

/** What a take has from the one it repeats. */
export interface RepeatSource {
  readonly steers: readonly TakeSteer[];
  readonly stopped: TakeStop | null;
  /** JSON of its RenderRecord. */
  readonly record: string;
}

/** Which node renders a take, and until when it may be believed to. */
export interface Lease {
  readonly owner: string;
  readonly until: number;
}

/** Who wants a rendering take to end, at once or with the image of its present step; null where nobody does. */
export interface EndRequests {
  readonly cancelBy: string | null;
  readonly stopBy: string | null;
}

/** A take that somebody has under a lease. */
export interface LeasedTake {
  readonly roomId: string;
  /** How often a renderer or node was lost under it. */
  readonly losses: number;
  readonly cancelBy: string | null;
}

/**
 * Port: takes in the database. Whatever ends a take or moves it on is one guarded UPDATE that answers whether it still found the
 * take in the state it expected, so that of two who race exactly one wins.
 */
export abstract class Takes {
  /** Allots the room's next number, from 1. Inside a unit of work. */
  abstract nextNumber(roomId: string): Promise<number>;
  abstract add(take: NewTake): Promise<Take>;
  /** One that was rendered already: nobody else ever sees it wait. */
  abstract addFinished(take: NewTake, result: FinishedResult): Promise<Take>;
  abstract setSeq(id: string, seq: number): Promise<void>;
  abstract byId(id: string): Promise<Take | null>;
  /** In no particular order; ids of no take are left out. */
  abstract byIds(ids: readonly string[]): Promise<Take[]>;
  /** Finished takes whose origin is one of these posts or takes, the newest first. */
  abstract derivedFrom(originIds: readonly string[], limit: number): Promise<Take[]>;
  /** Who wrote which part of its prompt; null where that is not known. */
  abstract authorshipOf(id: string): Promise<readonly AuthorshipSpan[] | null>;
  /** JSON of a RenderRecord: what a finished take was made of, or what one that waits is to be made of again. */
  abstract recordOf(id: string): Promise<string | null>;
  /** Newest first, `limit` at most. */
  abstract page(roomId: string, beforeNumber: number | null, limit: number): Promise<Take[]>;
  /** The one with the highest number of each room, if any. */
  abstract newest(roomIds: readonly string[], status: 'rendering' | 'finished'): Promise<Take[]>;
  /** Waiting or rendering. */
  abstract countOpen(whose: { readonly authorId: string } | { readonly roomId: string }): Promise<number>;
  /** Of one author, waiting or rendering. */
  abstract openOf(authorId: string): Promise<Take[]>;
  /** Inside a unit of work: nobody else changes it until the end. */
  abstract hold(id: string): Promise<Take | null>;
  abstract setImages(id: string, images: readonly TakeImage[]): Promise<void>;
  /** @returns who wants it to end, undefined when the take is no longer this owner's. */
  abstract renew(id: string, lease: Lease): Promise<EndRequests | undefined>;
  abstract requestCancel(id: string, byId: string): Promise<boolean>;
  abstract finish(id: string, owner: string, result: FinishedResult): Promise<boolean>;
  abstract fail(
    id: string,
    owner: string,
    failure: { code: FailureCode; detail: string },
    at: number,
  ): Promise<boolean>;
  abstract cancelQueued(id: string, byId: string, at: number): Promise<boolean>;
  /** @returns who asked for it, undefined when the take is no longer this owner's. */
  abstract cancelRunning(id: string, owner: string, at: number): Promise<{ byId: string | null } | undefined>;
  /** @param lost whether this counts as a loss: the take may be to blame */
  abstract requeue(id: string, owner: string, lost: boolean): Promise<boolean>;
  /** @returns undefined when the take is no longer this owner's. */
  abstract held(id: string, owner: string): Promise<LeasedTake | undefined>;
  /** Takes whose lease has run out. */
  abstract expired(now: number): Promise<{ readonly id: string; readonly owner: string }[]>;
  /** Of takes that were rendered to their end, newest first: what a step cost, and loading. */
  abstract measured(limit: number): Promise<MeasuredTake[]>;
}

export interface FinishedResult {
  readonly images: readonly TakeImage[];
  /** JSON: all that is needed to render the same again. */
  readonly record: string;
  readonly modelHash: string;
  readonly renderMs: number;
  readonly at: number;
  /** Where it was stopped, if it was. */
  readonly stoppedAt: { readonly image: number; readonly step: number } | null;
}

export interface MeasuredTake {
  readonly settings: TakeSettings;
  readonly renderMs: number;
  /** Of its model; 0 where that was in memory. Undefined where nobody noted it. */
  readonly loadMs?: number | undefined;
}
