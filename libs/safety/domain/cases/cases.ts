import type { CaseReason, DecisionKind, StoredAppeal, StoredCase, StoredDecision, StoredReport } from './case.js';

export interface CaseCursor {
  /** Of what the list is ordered by, and the id. */
  readonly value: number;
  readonly at: number;
  readonly id: string;
}

export interface CaseQuery {
  readonly list: 'open' | 'mine' | 'appealed' | 'decided';
  /** Who asks, for `mine`. */
  readonly readerId: string;
  readonly kind?: string | undefined;
  readonly reason?: CaseReason | undefined;
  readonly userId?: string | undefined;
  readonly after: CaseCursor | null;
  readonly limit: number;
  /** ms since 1970: a claim that ended before is none. */
  readonly now: number;
}

/** Port: what was found fault with. */
export abstract class Cases {
  /** Inside a transaction: the undecided case of a subject, made where there is none, and nobody else changes it until the end. */
  abstract holdOpen(fresh: StoredCase): Promise<StoredCase>;
  /** Inside a transaction: as it is now, and nobody else changes it until the end. */
  abstract hold(id: string): Promise<StoredCase | null>;
  abstract byId(id: string): Promise<StoredCase | null>;
  abstract byIds(ids: readonly string[]): Promise<StoredCase[]>;
  abstract page(wanted: CaseQuery): Promise<StoredCase[]>;
  abstract counts(readerId: string, now: number): Promise<{ open: number; mine: number; appealed: number }>;
  abstract change(changed: StoredCase): Promise<void>;
  /** Those about somebody and what they made. */
  abstract forgetTitles(authorId: string): Promise<void>;
}

/** Port: who found fault with what. */
export abstract class CaseReports {
  abstract add(report: StoredReport): Promise<void>;
  abstract isThere(byId: string, clientId: string): Promise<boolean>;
  /** The oldest first. */
  abstract of(caseId: string, limit: number): Promise<StoredReport[]>;
  /** Of each case how often each reason was given, the most given first: one query. */
  abstract reasonsOf(caseIds: readonly string[]): Promise<ReadonlyMap<string, { reason: CaseReason; count: number }[]>>;
  /** Of each case the highest score that a check gave: one query. */
  abstract scoresOf(caseIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  abstract reportersOf(caseId: string): Promise<string[]>;
  abstract by(userId: string, afterId: string, limit: number): Promise<(StoredReport & { subjectKey: string })[]>;
  /** What they said is gone; that something was reported stays. */
  abstract forgetWords(userId: string): Promise<void>;
}

/** Port: what was decided, and what those concerned said to it. */
export abstract class Decisions {
  abstract add(decision: StoredDecision): Promise<void>;
  abstract byId(id: string): Promise<StoredDecision | null>;
  /** About these subjects, the oldest first: one query. */
  abstract about(subjectKeys: readonly string[]): Promise<StoredDecision[]>;
  /** About somebody and what they made, the newest first. */
  abstract aboutUser(authorId: string, limit: number): Promise<StoredDecision[]>;
  /** What holds of what was decided about somebody. */
  abstract activeFor(authorId: string, kinds: readonly DecisionKind[]): Promise<StoredDecision[]>;
  abstract countsOf(authorId: string): Promise<{ kind: DecisionKind; count: number }[]>;
  /** They hold no more. */
  abstract revoke(ids: readonly string[], at: number): Promise<void>;
  /** @returns false where there is one already */
  abstract addAppeal(appeal: StoredAppeal): Promise<boolean>;
  /** Inside a transaction: nobody else decides it until the end. */
  abstract holdAppeal(id: string): Promise<StoredAppeal | null>;
  abstract appealsOf(decisionIds: readonly string[]): Promise<StoredAppeal[]>;
  abstract decideAppeal(appeal: StoredAppeal): Promise<void>;
  abstract appealsBy(userId: string, afterId: string, limit: number): Promise<StoredAppeal[]>;
  abstract forgetAppealWords(userId: string): Promise<void>;
}
