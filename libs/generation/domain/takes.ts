import type { ServedMember, WaitingTake } from './queue-order.js';
import type { FailureCode, Take, TakePicture, TakeSettings } from './take.js';

export interface NewTake {
  readonly id: string;
  readonly roomId: string;
  readonly number: number;
  readonly authorId: string;
  readonly writerIds: readonly string[];
  readonly prompt: string;
  readonly negative: string;
  readonly settings: TakeSettings;
  readonly queuedAt: number;
}

/** Which node renders a take, and until when it may be believed to. */
export interface Lease {
  readonly owner: string;
  readonly until: number;
}

/** A take as the line sees it. */
export interface LinedTake extends WaitingTake {
  readonly settings: TakeSettings;
}
export interface RunningTake extends LinedTake {
  readonly startedAt: number;
}

/** Whose lease has run out. */
export interface LostTake {
  readonly id: string;
  readonly owner: string;
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
  abstract setSeq(id: string, seq: number): Promise<void>;
  abstract byId(id: string): Promise<Take | null>;
  /** Newest first, `limit` at most. */
  abstract page(roomId: string, beforeNumber: number | null, limit: number): Promise<Take[]>;
  /** The one with the highest number of each room, if any. */
  abstract newest(roomIds: readonly string[], status: 'rendering' | 'finished'): Promise<Take[]>;
  /** Waiting or rendering. */
  abstract countOpen(whose: { readonly authorId: string } | { readonly roomId: string }): Promise<number>;
  abstract backlog(): Promise<{ readonly waiting: LinedTake[]; readonly running: RunningTake[] }>;
  /** Turns since a time, the last of each member in each room. */
  abstract served(since: number): Promise<ServedMember[]>;
  abstract claim(id: string, lease: Lease, at: number): Promise<boolean>;
  /** @returns who wants it cancelled, null when nobody does, undefined when the take is no longer this owner's. */
  abstract renew(id: string, lease: Lease): Promise<string | null | undefined>;
  abstract askCancel(id: string, byId: string): Promise<boolean>;
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
  /** Counts a lost renderer. @returns how many were lost under it, undefined when it is no longer this owner's. */
  abstract countLoss(id: string, owner: string): Promise<number | undefined>;
  abstract expired(now: number): Promise<LostTake[]>;
  /** Of finished takes, newest first: what a step cost. */
  abstract measured(limit: number): Promise<MeasuredTake[]>;
}

export interface FinishedResult {
  readonly pictures: readonly TakePicture[];
  /** JSON: all that is needed to render the same again. */
  readonly record: string;
  readonly modelHash: string;
  readonly renderMs: number;
  readonly at: number;
}

export interface MeasuredTake {
  readonly settings: TakeSettings;
  readonly renderMs: number;
}
