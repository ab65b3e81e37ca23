import { z } from 'zod';
import { AccountRole, PersonView } from './accounts.js';
import { LIMITS } from './limits.js';
import { Maturity } from './posts.js';
import { At, Id, text, withoutTowers, words } from './primitives.js';
import { CaseReason, SubjectKind } from './safety-subjects.js';

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
  model: ['keep', 'warn', 'remove', 'level', 'mute', 'ban', 'restore'],
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
    message: 'only for mute or ban; null means permanent',
    path: ['until'],
  })
  .refine(({ kind, maturity }) => (kind === 'level') === (maturity !== undefined), {
    message: 'only for level',
    path: ['maturity'],
  })
  .meta({ id: 'Decide' });
export type Decide = z.infer<typeof Decide>;

export const DecideAppeal = z
  .strictObject({ outcome: z.enum(['granted', 'refused']), answer: withoutTowers(words(LIMITS.decisionLength)) })
  .meta({ id: 'DecideAppeal' });
export type DecideAppeal = z.infer<typeof DecideAppeal>;

/** What may be done about somebody now; absent times: not, null: for good. */
export const StandingView = z
  .strictObject({ mutedUntil: At.nullable().optional(), bannedUntil: At.nullable().optional() })
  .meta({ id: 'Standing' });
export type StandingView = z.infer<typeof StandingView>;

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
    message: 'only for mute or ban; null means permanent',
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
