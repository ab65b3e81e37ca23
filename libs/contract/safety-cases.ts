import { z } from 'zod';
import { AccountRole, UserView } from './accounts.js';
import { Timestamp, Id } from './primitives.js';
import { DecisionKind, DecisionView, StandingView } from './safety-decisions.js';
import { CaseReason, ContextLine, SubjectKind, SubjectView } from './safety-subjects.js';

export const CASE_STATES = ['open', 'claimed', 'decided', 'appealed'] as const;
export const CaseState = z.enum(CASE_STATES);
export type CaseState = z.infer<typeof CaseState>;

/** A case as a row of the queue. All reports of one subject that nobody has decided yet are one case. */
export const CaseView = z
  .strictObject({
    id: Id,
    /** `open` also where a claim has run out; `appealed` while an appeal waits. */
    state: CaseState,
    subject: SubjectView,
    /** The most named first. */
    reasons: z.array(z.strictObject({ reason: CaseReason, count: z.number().int() })),
    /** By users. */
    reports: z.number().int(),
    /** A check of the server opened it, or came upon it too. */
    isAutoFlagged: z.boolean(),
    /** The highest score, 0 to 1, that a check gave its image. */
    checkScore: z.number().optional(),
    /** The higher, the sooner: what may be a crime, many reports, a high score. */
    priority: z.number().int(),
    openedAt: Timestamp,
    /** When something was reported or decided last. */
    changedAt: Timestamp,
    claim: z.strictObject({ by: UserView, until: Timestamp }).optional(),
    /** The last. */
    decision: DecisionView.optional(),
  })
  .meta({ id: 'Case' });
export type CaseView = z.infer<typeof CaseView>;

/** For the badge: open and claimed ones, those that I hold, and decided ones with an appeal that waits. */
export const CaseCounts = z
  .strictObject({ open: z.number().int(), mine: z.number().int(), appealed: z.number().int() })
  .meta({ id: 'CaseCounts' });
export type CaseCounts = z.infer<typeof CaseCounts>;

/** How it stands with the queue: what has waited longest, and how fast it went in the last seven days. */
export const QueueStats = z
  .strictObject({
    /** Of the oldest that nobody has decided; absent: nothing waits. */
    oldestAt: Timestamp.optional(),
    decided: z.number().int(),
    /** From the first report to the decision, in ms; absent where nothing was decided. */
    medianMs: z.number().int().optional(),
  })
  .meta({ id: 'CaseFigures' });
export type QueueStats = z.infer<typeof QueueStats>;

export const CASE_LISTS = ['open', 'mine', 'appealed', 'decided'] as const;
/** `open` holds claimed ones, too: the most urgent first, then the oldest. The others: the last changed first. */
export const CasesQuery = z.strictObject({
  list: z.enum(CASE_LISTS).default('open'),
  kind: SubjectKind.optional(),
  reason: CaseReason.optional(),
  /** Whose things it is about. */
  userId: Id.optional(),
  cursor: z.string().max(200).optional(),
});
export type CasesQuery = z.infer<typeof CasesQuery>;
export const CasePage = z
  .strictObject({ cases: z.array(CaseView), counts: CaseCounts, nextCursor: z.string().nullable() })
  .meta({ id: 'CasePage' });
export type CasePage = z.infer<typeof CasePage>;

export const CaseReportView = z
  .strictObject({
    id: Id,
    /** Absent: a check of the server. */
    by: UserView.optional(),
    reason: CaseReason,
    comment: z.string(),
    at: Timestamp,
    /** Of a check: what it found, for instance a term and its category, or classes with their scores. */
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  })
  .meta({ id: 'CaseReport' });
export type CaseReportView = z.infer<typeof CaseReportView>;

export const CaseDetail = z
  .strictObject({
    case: CaseView,
    /** Oldest first, at most LIMITS.reportsShown. */
    reports: z.array(CaseReportView),
    context: z.array(ContextLine),
    /** All about this subject, the first first. */
    decisions: z.array(DecisionView),
    /** How often what was decided about has come again since, and was turned away, covered, or levelled. */
    reuploadCount: z.number().int(),
    author: z
      .strictObject({
        user: UserView,
        role: AccountRole,
        since: Timestamp,
        standing: StandingView,
        /** How often each was decided about them so far; what holds no more is not counted. */
        before: z.array(z.strictObject({ kind: DecisionKind, count: z.number().int() })),
      })
      .optional(),
    /** Which decisions I may take; none, and why, where the case is mine to keep out of. */
    allowedDecisions: z.array(DecisionKind),
    conflict: z.enum(['own', 'reported', 'outranked', 'sameModerator']).optional(),
  })
  .meta({ id: 'CaseDetail' });
export type CaseDetail = z.infer<typeof CaseDetail>;
