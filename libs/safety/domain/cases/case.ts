import type {
  AccountRole,
  CaseReason,
  CasesQuery,
  ContentRating,
  DecideAppeal,
  DecisionKind,
} from '@visionary/contract';
import type { AuditDetail } from './audit.js';
import type { Subject } from './subject.js';

/** All reports of one subject until a decision. Times in ms since 1970. */
export interface StoredCase {
  readonly id: string;
  readonly subject: Subject;
  /** Null when the author is unknown, or several wrote a shared prompt. */
  readonly authorId: string | null;
  /** The latest known title, and the path of its page. */
  readonly title: string;
  readonly path: string | null;
  readonly isOpen: boolean;
  /** An appeal is pending. */
  readonly isAppealed: boolean;
  readonly priority: number;
  /** Number of reports by users. */
  readonly reports: number;
  /** An automatic check reported it, too. */
  readonly isAutoFlagged: boolean;
  readonly openedAt: number;
  readonly changedAt: number;
  readonly claim: { readonly byId: string; readonly until: number } | null;
}

/** A case that opens at `at`, without reports. */
export const openedCase = (
  id: string,
  subject: Subject,
  facts: Pick<StoredCase, 'authorId' | 'title' | 'path'>,
  at: number,
): StoredCase => ({
  id,
  subject,
  ...facts,
  isOpen: true,
  isAppealed: false,
  priority: 0,
  reports: 0,
  isAutoFlagged: false,
  openedAt: at,
  changedAt: at,
  claim: null,
});

export interface StoredReport {
  readonly id: string;
  readonly caseId: string;
  /** Null for an automatic check. */
  readonly byId: string | null;
  readonly clientId: string | null;
  readonly reason: CaseReason;
  readonly comment: string;
  readonly detail: AuditDetail | null;
  readonly at: number;
}

export interface StoredDecision {
  readonly id: string;
  readonly caseId: string;
  readonly subjectKey: string;
  readonly kind: DecisionKind;
  /** Null for a decision made with the CLI. */
  readonly byId: string | null;
  /** The user that the decision is about. */
  readonly authorId: string | null;
  readonly rule: CaseReason | null;
  readonly message: string;
  /** Of a mute or a ban; PERMANENT for one without an end. */
  readonly until: number | null;
  readonly contentRating: ContentRating | null;
  readonly previousRating: ContentRating | null;
  /** The decision hides the subject. */
  readonly hidesSubject: boolean;
  readonly at: number;
  /** When the decision was revoked. */
  readonly revokedAt: number | null;
}

export interface StoredAppeal {
  readonly id: string;
  readonly decisionId: string;
  readonly caseId: string;
  readonly byId: string;
  readonly text: string;
  readonly at: number;
  readonly outcome: DecideAppeal['outcome'] | null;
  readonly decidedById: string | null;
  readonly decidedAt: number | null;
  readonly answer: string;
}

export interface CaseCursor {
  /** The priority in the list of open cases. */
  readonly value: number;
  readonly at: number;
  readonly id: string;
}

export interface CaseQuery {
  readonly list: CasesQuery['list'];
  /** The moderator of the list `mine`. */
  readonly readerId: string;
  readonly kind?: string | undefined;
  readonly reason?: CaseReason | undefined;
  readonly userId?: string | undefined;
  readonly after: CaseCursor | null;
  readonly limit: number;
  /** ms since 1970; claims that ended before it have expired. */
  readonly now: number;
}

export interface CaseQueueStats {
  /** ms since 1970; null when no case is open. */
  readonly oldestAt: number | null;
  readonly decided: number;
  /** Median time from opening to decision; null without decisions. */
  readonly medianMs: number | null;
}

/** A case with what its rules need to know about the moderator and the author. */
export interface CaseContext {
  readonly case: StoredCase;
  readonly moderator: { readonly id: string; readonly role: AccountRole };
  /** Null when the author is unknown or deleted, and when there are several. */
  readonly authorRole: AccountRole | null;
  /** Several only for a shared prompt. */
  readonly authorIds: readonly string[];
  /** The moderator reported the subject. */
  readonly hasReported: boolean;
  /** Another moderator exists who isn't involved. */
  readonly hasOtherModerators: boolean;
}

/** Published inside the transaction that changes a case. */
export class CaseChanged {
  constructor(readonly caseId: string) {}
}

/** How long a claim lasts. */
export const CLAIM_MS = 15 * 60_000;

/** Priority per reason: possible crimes first, then harm to users. */
const WEIGHTS: Readonly<Record<CaseReason, number>> = {
  minors: 100,
  illegal: 80,
  selfHarm: 75,
  violent: 60,
  hateful: 60,
  harassing: 60,
  private: 55,
  similarToRemoved: 45,
  sexual: 40,
  imageCheck: 40,
  blockedTerms: 35,
  impersonating: 30,
  stolen: 30,
  spam: 20,
  other: 10,
};
const WEIGHT_PER_REPORT = 5;
const MAX_COUNTED_REPORTS = 20;

/**
 * @param reports so far, including this one
 * @param score of an automatic check, 0 to 1
 */
export const priorityWith = (before: number, reason: CaseReason, reports: number, score = 0): number => {
  const ofReports = Math.max(0, Math.min(reports, MAX_COUNTED_REPORTS) - 1) * WEIGHT_PER_REPORT;
  const ofReason = WEIGHTS[reason] + Math.round(score * 30);
  const highest = before - Math.max(0, Math.min(reports - 1, MAX_COUNTED_REPORTS) - 1) * WEIGHT_PER_REPORT;
  return Math.max(highest, ofReason) + ofReports;
};
