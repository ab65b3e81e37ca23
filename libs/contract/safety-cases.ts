import { z } from 'zod';
import { AccountRole, UserView } from './accounts.js';
import { Timestamp, Id } from './primitives.js';
import { DecisionKind, DecisionView, StandingView } from './safety-decisions.js';
import { CaseReason, ContextLine, SubjectKind, SubjectView } from './safety-subjects.js';

export const CASE_STATES = ['open', 'claimed', 'decided', 'appealed'] as const;
export const CaseState = z.enum(CASE_STATES);
export type CaseState = z.infer<typeof CaseState>;

/** A case as a row of the queue. All undecided reports of one subject form one case. */
export const CaseView = z
  .strictObject({
    id: Id,
    /** `open` includes expired claims. `appealed` means that an appeal is pending. */
    state: CaseState,
    subject: SubjectView,
    /** Most frequent first. */
    reasons: z.array(z.strictObject({ reason: CaseReason, count: z.number().int() })),
    /** Number of reports by users. */
    reports: z.number().int(),
    /** An automatic check opened the case, or flagged its subject too. */
    isAutoFlagged: z.boolean(),
    /** Highest score that a check gave its image, 0 to 1. */
    checkScore: z.number().optional(),
    /** Higher is more urgent: possible crimes, many reports, high scores. */
    priority: z.number().int(),
    openedAt: Timestamp,
    /** Time of the last report or decision. */
    changedAt: Timestamp,
    claim: z.strictObject({ by: UserView, until: Timestamp }).optional(),
    /** The latest. */
    decision: DecisionView.optional(),
  })
  .meta({ id: 'Case' });
export type CaseView = z.infer<typeof CaseView>;

/** For the badge: open and claimed cases, those claimed by the requester, and decided ones with a pending appeal. */
export const CaseCounts = z
  .strictObject({ open: z.number().int(), mine: z.number().int(), appealed: z.number().int() })
  .meta({ id: 'CaseCounts' });
export type CaseCounts = z.infer<typeof CaseCounts>;

/** Oldest pending case, and throughput of the last seven days. */
export const QueueStats = z
  .strictObject({
    /** Of the oldest undecided case. Absent if there is none. */
    oldestAt: Timestamp.optional(),
    decided: z.number().int(),
    /** From first report to decision, in ms. Absent if nothing was decided. */
    medianMs: z.number().int().optional(),
  })
  .meta({ id: 'QueueStats' });
export type QueueStats = z.infer<typeof QueueStats>;

export const CASE_LISTS = ['open', 'mine', 'appealed', 'decided'] as const;
/** `open` includes claimed cases: highest priority first, then oldest. Other lists: last changed first. */
export const CasesQuery = z.strictObject({
  list: z.enum(CASE_LISTS).default('open'),
  kind: SubjectKind.optional(),
  reason: CaseReason.optional(),
  /** The author of the subject. */
  userId: Id.optional(),
  cursor: z.string().max(200).optional(),
});
export type CasesQuery = z.infer<typeof CasesQuery>;
export const CasePage = z
  .strictObject({ cases: z.array(CaseView), counts: CaseCounts, nextCursor: z.string().nullable() })
  .meta({ id: 'CasePage' });
export type CasePage = z.infer<typeof CasePage>;

/** `by` wrote the text between two offsets, in UTF-16 code units. Nothing is known about text outside of spans. */
const WrittenSpan = z.strictObject({ from: z.number().int(), until: z.number().int(), by: UserView });
const ReportedText = z.strictObject({ text: z.string(), spans: z.array(WrittenSpan) });
export const ReportedPrompts = z
  .strictObject({ prompt: ReportedText, negative: ReportedText })
  .meta({ id: 'ReportedPrompts' });
export type ReportedPrompts = z.infer<typeof ReportedPrompts>;

export const CaseReportView = z
  .strictObject({
    id: Id,
    /** Absent for an automatic check, and for moderators who are reported themselves. */
    by: UserView.optional(),
    /** A user reported it, whom the requester may not know. */
    isReporterHidden: z.literal(true).optional(),
    reason: CaseReason,
    comment: z.string(),
    at: Timestamp,
    /** Findings of a check, for example a term and its category, or classes with scores. */
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
    /** Of a room or a shared prompt: the prompts as they were then. */
    prompts: ReportedPrompts.optional(),
  })
  .meta({ id: 'CaseReport' });
export type CaseReportView = z.infer<typeof CaseReportView>;

export const CaseDetail = z
  .strictObject({
    case: CaseView,
    /** Oldest first, at most LIMITS.reportsShown. */
    reports: z.array(CaseReportView),
    context: z.array(ContextLine),
    /** All decisions about this subject, oldest first. */
    decisions: z.array(DecisionView),
    /** How often re-uploads of decided content were rejected, hidden, or rated since. */
    reuploadCount: z.number().int(),
    author: z
      .strictObject({
        user: UserView,
        role: AccountRole,
        since: Timestamp,
        standing: StandingView,
        /** Number of earlier decisions about the author by kind, without reverted ones. */
        before: z.array(z.strictObject({ kind: DecisionKind, count: z.number().int() })),
      })
      .optional(),
    /** Decisions available to the requester. Empty with a `conflict`. */
    allowedDecisions: z.array(DecisionKind),
    conflict: z.enum(['own', 'reported', 'outranked', 'sameModerator']).optional(),
  })
  .meta({ id: 'CaseDetail' });
export type CaseDetail = z.infer<typeof CaseDetail>;
