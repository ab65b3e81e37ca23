import { z } from 'zod';
import { AccountRole, PersonView } from './accounts.js';
import { LIMITS } from './limits.js';
import { Maturity } from './posts.js';
import { At, ClientId, Id, text, withoutTowers, words } from './primitives.js';

/** What can be reported, and what moderators decide about. A comment is one on a picture or one on a model. */
export const SUBJECT_KINDS = ['post', 'comment', 'take', 'message', 'model', 'review', 'room', 'person'] as const;
export const SubjectKind = z.enum(SUBJECT_KINDS);
export type SubjectKind = z.infer<typeof SubjectKind>;

/** `picture` numbers one picture of a take, the first is 0; of everything else it is not said. */
export const Subject = z
  .strictObject({ kind: SubjectKind, id: Id, picture: z.number().int().min(0).max(LIMITS.batch.max).optional() })
  .refine(({ kind, picture }) => (kind === 'take') === (picture !== undefined), {
    message: 'a take is named with its picture, and nothing else is',
    path: ['picture'],
  });
export type Subject = z.infer<typeof Subject>;

/** Why people report something; `words` say more. A decision names the rule that was broken by the same words. */
export const REPORT_REASONS = [
  ...(['illegal', 'minors', 'sexual', 'violent', 'hateful', 'harassing', 'selfHarm'] as const),
  ...(['private', 'impersonating', 'stolen', 'spam', 'other'] as const),
] as const;
export const ReportReason = z.enum(REPORT_REASONS);
export type ReportReason = z.infer<typeof ReportReason>;

/** With those of the checks of the server: words that are flagged, a picture that was held back. */
export const CASE_REASONS = [...REPORT_REASONS, 'words', 'picture'] as const;
export const CaseReason = z.enum(CASE_REASONS);
export type CaseReason = z.infer<typeof CaseReason>;

export const ReportSubject = z
  .strictObject({
    clientId: ClientId,
    subject: Subject,
    reason: ReportReason,
    words: withoutTowers(text(LIMITS.reportLength)).default(''),
  })
  .meta({ id: 'ReportSubject' });
export type ReportSubject = z.infer<typeof ReportSubject>;

/** One line of what stands around a message or a comment, oldest first. */
export const ContextLine = z
  .strictObject({ id: Id, author: PersonView, text: z.string(), at: At, isSubject: z.boolean() })
  .meta({ id: 'ContextLine' });
export type ContextLine = z.infer<typeof ContextLine>;

/** What a case is about, as it is now, also where it is hidden from everybody else. */
export const SubjectView = z
  .strictObject({
    kind: SubjectKind,
    id: Id,
    picture: z.number().int().optional(),
    title: z.string(),
    /** What was written: all of it, not its beginning. */
    text: z.string(),
    /** Who answers for it; `name` is empty once they are gone. */
    author: PersonView.optional(),
    at: At.optional(),
    image: z
      .strictObject({ url: z.string(), width: z.number().int(), height: z.number().int(), maturity: Maturity })
      .optional(),
    prompt: z.string().optional(),
    negative: z.string().optional(),
    /** Where it stands: a room, a picture, a model. */
    place: z.strictObject({ kind: SubjectKind, id: Id, name: z.string() }).optional(),
    /** Its page, from the root; absent where it has none. */
    path: z.string().optional(),
    /** Hidden from everybody but those who moderate. */
    isHidden: z.boolean(),
    /** It is not there any more: its author took it away, or left. */
    isGone: z.boolean(),
  })
  .meta({ id: 'CaseSubject' });
export type SubjectView = z.infer<typeof SubjectView>;

/**
 * `keep`: nothing is wrong. `warn`: only words. `remove`: hidden from everybody, to be restored. `level`: it stays, for whom is
 * said anew. `mute`, `ban`: its author, until a time or for good. `restore`: what was decided before holds no more.
 */
export const DECISIONS = ['keep', 'warn', 'remove', 'level', 'mute', 'ban', 'restore'] as const;
export const DecisionKind = z.enum(DECISIONS);
export type DecisionKind = z.infer<typeof DecisionKind>;

/** What can be decided about each kind: nobody removes a person, who is banned instead. */
export const DECISIONS_ABOUT: Readonly<Record<SubjectKind, readonly DecisionKind[]>> = {
  post: ['keep', 'warn', 'remove', 'level', 'mute', 'ban', 'restore'],
  comment: ['keep', 'warn', 'remove', 'mute', 'ban', 'restore'],
  take: ['keep', 'warn', 'remove', 'level', 'mute', 'ban', 'restore'],
  message: ['keep', 'warn', 'remove', 'mute', 'ban', 'restore'],
  model: ['keep', 'warn', 'remove', 'mute', 'ban', 'restore'],
  review: ['keep', 'warn', 'remove', 'mute', 'ban', 'restore'],
  room: ['keep', 'warn', 'remove', 'mute', 'ban', 'restore'],
  person: ['keep', 'warn', 'mute', 'ban', 'restore'],
};

export const AppealView = z
  .strictObject({
    id: Id,
    by: PersonView,
    words: z.string(),
    at: At,
    /** `granted`: what was decided holds no more. */
    outcome: z.enum(['granted', 'refused']).optional(),
    /** By whom, for those who moderate. */
    decidedBy: PersonView.optional(),
    decidedAt: At.optional(),
    answer: z.string().optional(),
  })
  .meta({ id: 'Appeal' });
export type AppealView = z.infer<typeof AppealView>;

export const DecisionView = z
  .strictObject({
    id: Id,
    kind: DecisionKind,
    /** Absent: at the server's terminal. */
    by: PersonView.optional(),
    at: At,
    rule: CaseReason.optional(),
    /** To the author. */
    words: z.string(),
    /** Of `mute` and `ban`; absent with them: for good. */
    until: At.optional(),
    maturity: Maturity.optional(),
    /** Of `warn`, `mute` and `ban`: the subject is hidden, too. */
    removed: z.boolean(),
    /** It holds no more: an appeal was granted, or something else was decided since. */
    isOver: z.boolean(),
    appeal: AppealView.optional(),
  })
  .meta({ id: 'Decision' });
export type DecisionView = z.infer<typeof DecisionView>;

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
    /** By people. */
    reports: z.number().int(),
    /** A check of the server opened it, or came upon it too. */
    byChecks: z.boolean(),
    /** The higher, the sooner: what may be a crime, many reports, a high score. */
    priority: z.number().int(),
    openedAt: At,
    /** When something was reported or decided last. */
    changedAt: At,
    claim: z.strictObject({ by: PersonView, until: At }).optional(),
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
export const CaseFigures = z
  .strictObject({
    /** Of the oldest that nobody has decided; absent: nothing waits. */
    oldestAt: At.optional(),
    decided: z.number().int(),
    /** From the first report to the decision, in ms; absent where nothing was decided. */
    medianMs: z.number().int().optional(),
  })
  .meta({ id: 'CaseFigures' });
export type CaseFigures = z.infer<typeof CaseFigures>;

export const CASE_LISTS = ['open', 'mine', 'appealed', 'decided'] as const;
/** `open` holds claimed ones, too: the most urgent first, then the oldest. The others: the last changed first. */
export const CasesQuery = z.strictObject({
  list: z.enum(CASE_LISTS).default('open'),
  kind: SubjectKind.optional(),
  reason: CaseReason.optional(),
  /** Whose things it is about. */
  personId: Id.optional(),
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
    by: PersonView.optional(),
    reason: CaseReason,
    words: z.string(),
    at: At,
    /** Of a check: what it found, for instance a term and its category, or classes with their scores. */
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  })
  .meta({ id: 'CaseReport' });
export type CaseReportView = z.infer<typeof CaseReportView>;

/** What may be done about somebody now; absent times: not, null: for good. */
export const StandingView = z
  .strictObject({ mutedUntil: At.nullable().optional(), bannedUntil: At.nullable().optional() })
  .meta({ id: 'Standing' });
export type StandingView = z.infer<typeof StandingView>;

export const CaseDetail = z
  .strictObject({
    case: CaseView,
    /** Oldest first, at most LIMITS.reportsShown. */
    reports: z.array(CaseReportView),
    context: z.array(ContextLine),
    /** All about this subject, the first first. */
    decisions: z.array(DecisionView),
    author: z
      .strictObject({
        person: PersonView,
        role: AccountRole,
        since: At,
        standing: StandingView,
        /** How often each was decided about them so far; what holds no more is not counted. */
        before: z.array(z.strictObject({ kind: DecisionKind, count: z.number().int() })),
      })
      .optional(),
    /** Which decisions I may take; none, and why, where the case is mine to keep out of. */
    may: z.array(DecisionKind),
    mayNot: z.enum(['own', 'reported', 'outranked', 'sameModerator']).optional(),
  })
  .meta({ id: 'CaseDetail' });
export type CaseDetail = z.infer<typeof CaseDetail>;

const Until = At.nullable();
export const Decide = z
  .strictObject({
    /** As the page showed it: where something was decided or reported since, nothing is done. */
    changedAt: At,
    kind: DecisionKind,
    rule: CaseReason.optional(),
    words: withoutTowers(text(LIMITS.decisionLength)).default(''),
    /** Of `mute` and `ban`; null: for good. */
    until: Until.optional(),
    maturity: Maturity.optional(),
    /** With `warn`, `mute` and `ban`: hide the subject, too. */
    remove: z.boolean().default(false),
  })
  .refine(({ kind, until }) => (kind === 'mute' || kind === 'ban') === (until !== undefined), {
    message: 'of a mute or a ban, null for good',
    path: ['until'],
  })
  .refine(({ kind, maturity }) => (kind === 'level') === (maturity !== undefined), {
    message: 'of a level',
    path: ['maturity'],
  })
  .meta({ id: 'Decide' });
export type Decide = z.infer<typeof Decide>;

export const DecideAppeal = z
  .strictObject({ outcome: z.enum(['granted', 'refused']), answer: withoutTowers(words(LIMITS.decisionLength)) })
  .meta({ id: 'DecideAppeal' });
export type DecideAppeal = z.infer<typeof DecideAppeal>;

/** People by name, and those who are muted or banned now. */
export const StandingsQuery = z.strictObject({
  search: text(LIMITS.name.max).default(''),
  which: z.enum(['all', 'muted', 'banned']).default('all'),
  cursor: z.string().max(200).optional(),
});
export type StandingsQuery = z.infer<typeof StandingsQuery>;
export const PersonStanding = z
  .strictObject({ person: PersonView, role: AccountRole, since: At, standing: StandingView })
  .meta({ id: 'PersonStanding' });
export type PersonStanding = z.infer<typeof PersonStanding>;
export const StandingsPage = z
  .strictObject({ people: z.array(PersonStanding), nextCursor: z.string().nullable() })
  .meta({ id: 'StandingsPage' });
export type StandingsPage = z.infer<typeof StandingsPage>;

/** Without a report: opens a case about the person and decides it at once, so that they are told and can appeal. */
export const Sanction = z
  .strictObject({
    kind: z.enum(['warn', 'mute', 'ban', 'restore']),
    rule: CaseReason.optional(),
    words: withoutTowers(text(LIMITS.decisionLength)).default(''),
    until: Until.optional(),
  })
  .refine(({ kind, until }) => (kind === 'mute' || kind === 'ban') === (until !== undefined), {
    message: 'of a mute or a ban, null for good',
    path: ['until'],
  })
  .meta({ id: 'Sanction' });
export type Sanction = z.infer<typeof Sanction>;

/** What was decided about me or what I made. */
export const MyDecision = z
  .strictObject({
    id: Id,
    kind: DecisionKind,
    at: At,
    rule: CaseReason.optional(),
    words: z.string(),
    until: At.optional(),
    maturity: Maturity.optional(),
    removed: z.boolean(),
    isOver: z.boolean(),
    /** What it is about, as it was then. */
    subject: z.strictObject({ kind: SubjectKind, id: Id, title: z.string(), path: z.string().optional() }),
    appeal: AppealView.optional(),
    mayAppeal: z.boolean(),
  })
  .meta({ id: 'MyDecision' });
export type MyDecision = z.infer<typeof MyDecision>;
/** Also for whoever is banned. The newest first. */
export const MyStanding = z
  .strictObject({ standing: StandingView, decisions: z.array(MyDecision) })
  .meta({ id: 'MyStanding' });
export type MyStanding = z.infer<typeof MyStanding>;
export const Appeal = z.strictObject({ words: withoutTowers(words(LIMITS.appealLength)) }).meta({ id: 'AppealWords' });

/** What was done, by whom and to what; nobody can change it. Ids stay where people left, names do not. */
export const AUDIT_ACTIONS = [
  ...(['case.opened', 'case.claimed', 'case.released', 'case.decided', 'case.closed'] as const),
  ...(['appeal.made', 'appeal.decided', 'person.muted', 'person.banned', 'person.unbanned', 'person.unmuted'] as const),
  ...(['subject.hidden', 'subject.restored', 'subject.levelled'] as const),
  ...(['term.added', 'term.changed', 'term.removed', 'terms.imported'] as const),
  ...(['allowed.added', 'allowed.removed', 'thresholds.changed', 'style.changed', 'role.changed'] as const),
] as const;
export const AuditAction = z.enum(AUDIT_ACTIONS);
export type AuditAction = z.infer<typeof AuditAction>;
export const AuditEntry = z
  .strictObject({
    seq: z.number().int(),
    at: At,
    /** Absent: the server, or somebody at its terminal. */
    by: PersonView.optional(),
    action: AuditAction,
    /** What it was done to, for instance `case`, `person`, `term`. */
    about: z.strictObject({ kind: z.string(), id: z.string(), person: PersonView.optional() }).optional(),
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    /** SHA-256 over this entry and the hash of the one before. */
    hash: z.string(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntry>;
export const AuditQuery = z.strictObject({
  action: AuditAction.optional(),
  byId: Id.optional(),
  /** What it was done to. */
  aboutId: text(100, 1).optional(),
  cursor: z.string().max(200).optional(),
});
export type AuditQuery = z.infer<typeof AuditQuery>;
/** Of AuditQuery what a file of it is narrowed by. */
export const AuditExportQuery = AuditQuery.omit({ cursor: true });
export type AuditExportQuery = z.infer<typeof AuditExportQuery>;
/** Whether the log is as it was written. */
export const AuditChecked = z
  .strictObject({
    entries: z.number().int(),
    /** Of the last entry: noted elsewhere, it shows whether the whole log was made anew. */
    hash: z.string(),
    touched: z.strictObject({ seq: z.number().int(), how: z.enum(['changed', 'missing', 'cut off']) }).nullable(),
  })
  .meta({ id: 'AuditChecked' });
export type AuditChecked = z.infer<typeof AuditChecked>;
export const AuditPage = z
  .strictObject({ entries: z.array(AuditEntry), nextCursor: z.string().nullable() })
  .meta({ id: 'AuditPage' });
export type AuditPage = z.infer<typeof AuditPage>;
