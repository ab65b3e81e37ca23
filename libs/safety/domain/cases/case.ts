import { DomainEvent } from '@visionary/kernel';
import type { AuditDetail } from './audit.js';
import type { ContentRating, Subject } from './subject.js';

/** The contract's words: why something is reported, and by which rule it is decided. */
export type CaseReason = string;
export type DecisionKind = 'dismiss' | 'warn' | 'remove' | 'setRating' | 'mute' | 'ban' | 'restore';

/** All that was reported of one subject until somebody decides. Times in ms since 1970. */
export interface StoredCase {
  readonly id: string;
  readonly subject: Subject;
  /** Who answers for it. */
  readonly authorId: string | null;
  /** As it was called last, and where its page is. */
  readonly title: string;
  readonly path: string | null;
  readonly isOpen: boolean;
  /** An appeal waits. */
  readonly isAppealed: boolean;
  readonly priority: number;
  /** By users. */
  readonly reports: number;
  readonly byChecks: boolean;
  readonly openedAt: number;
  readonly changedAt: number;
  readonly claim: { readonly byId: string; readonly until: number } | null;
}

export interface StoredReport {
  readonly id: string;
  readonly caseId: string;
  /** Null: a check of the server. */
  readonly byId: string | null;
  readonly clientId: string | null;
  readonly reason: CaseReason;
  readonly words: string;
  readonly detail: AuditDetail | null;
  readonly at: number;
}

export interface StoredDecision {
  readonly id: string;
  readonly caseId: string;
  readonly subjectKey: string;
  readonly kind: DecisionKind;
  /** Null: at the server's terminal. */
  readonly byId: string | null;
  /** Whom it is about. */
  readonly authorId: string | null;
  readonly rule: CaseReason | null;
  readonly words: string;
  /** Of a mute or a ban; FOR_GOOD where it has no end. */
  readonly until: number | null;
  readonly contentRating: ContentRating | null;
  readonly contentRatingBefore: ContentRating | null;
  /** The subject is hidden by it. */
  readonly removed: boolean;
  readonly at: number;
  readonly overAt: number | null;
}

export interface StoredAppeal {
  readonly id: string;
  readonly decisionId: string;
  readonly caseId: string;
  readonly byId: string;
  readonly words: string;
  readonly at: number;
  readonly outcome: 'granted' | 'denied' | null;
  readonly decidedById: string | null;
  readonly decidedAt: number | null;
  readonly answer: string;
}

/** Something happened with a case: those who moderate see it at once. */
export class CaseChanged extends DomainEvent {
  constructor(readonly caseId: string) {
    super();
  }
}

/** For so long nobody else decides what somebody has claimed. */
export const CLAIM_MS = 15 * 60_000;

/** The higher, the sooner a case is looked at: what may be a crime first, then what hurts users. */
const WEIGHTS: Readonly<Record<string, number>> = {
  ...{ minors: 100, illegal: 80, selfHarm: 75, violent: 60, hateful: 60, harassing: 60, private: 55 },
  ...{
    sexual: 40,
    imageCheck: 40,
    similarToRemoved: 45,
    blockedTerms: 35,
    impersonating: 30,
    stolen: 30,
    spam: 20,
    other: 10,
  },
};
const PER_REPORT = 5;
const REPORTS_COUNTED = 20;

/** @param reports so far, with this one. @param score of a check, 0 to 1 */
export const priorityWith = (before: number, reason: CaseReason, reports: number, score = 0): number => {
  const ofReports = Math.max(0, Math.min(reports, REPORTS_COUNTED) - 1) * PER_REPORT;
  const ofReason = (WEIGHTS[reason] ?? 0) + Math.round(score * 30);
  const known = before - Math.max(0, Math.min(reports - 1, REPORTS_COUNTED) - 1) * PER_REPORT;
  return Math.max(known, ofReason) + ofReports;
};
