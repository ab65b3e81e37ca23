import { z } from 'zod';
import { AccountRole, UserView } from './accounts.js';
import { LIMITS } from './limits.js';
import { ContentRating } from './posts.js';
import { Timestamp, Id, text, limitCombiningMarks, nonBlankText } from './primitives.js';
import { CaseReason, SubjectKind } from './safety-subjects.js';

/**
 * `dismiss`: nothing is wrong. `warn`: only a message. `remove`: hidden until restored; from a shared prompt, deleted. `setRating`:
 * stays with another content rating. `mute`, `ban`: restrict its author, for a time or for good. `restore`: reverts earlier
 * decisions.
 */
export const DECISIONS = ['dismiss', 'warn', 'remove', 'setRating', 'mute', 'ban', 'restore'] as const;
export const DecisionKind = z.enum(DECISIONS);
export type DecisionKind = z.infer<typeof DecisionKind>;

export const AppealView = z
  .strictObject({
    id: Id,
    by: UserView,
    text: z.string(),
    at: Timestamp,
    /** `granted` reverts the decision. */
    outcome: z.enum(['granted', 'denied']).optional(),
    /** Only for moderators. */
    decidedBy: UserView.optional(),
    decidedAt: Timestamp.optional(),
    answer: z.string().optional(),
  })
  .meta({ id: 'Appeal' });
export type AppealView = z.infer<typeof AppealView>;

export const DecisionView = z
  .strictObject({
    id: Id,
    kind: DecisionKind,
    /** Absent if decided at the server's terminal. */
    by: UserView.optional(),
    /** Whom it is about, if the subject has several authors. */
    author: UserView.optional(),
    at: Timestamp,
    rule: CaseReason.optional(),
    /** To the author. */
    message: z.string(),
    /** End of a `mute` or `ban`. Absent means permanent. */
    until: Timestamp.optional(),
    contentRating: ContentRating.optional(),
    /** With `warn`, `mute`, or `ban`: the subject is hidden, too. */
    removed: z.boolean(),
    /** Reverted, by an appeal or a later decision. */
    isRevoked: z.boolean(),
    appeal: AppealView.optional(),
  })
  .meta({ id: 'Decision' });
export type DecisionView = z.infer<typeof DecisionView>;

const Until = Timestamp.nullable();
export const Decide = z
  .strictObject({
    /** As the client last saw the case. A newer report or decision rejects this one. */
    changedAt: Timestamp,
    kind: DecisionKind,
    rule: CaseReason.optional(),
    message: limitCombiningMarks(text(LIMITS.decisionLength)).default(''),
    /** For `mute` and `ban`. Null means permanent. */
    until: Until.optional(),
    contentRating: ContentRating.optional(),
    /** With `warn`, `mute`, or `ban`: also hide the subject. */
    remove: z.boolean().default(false),
    /** With `remove`, of a shared prompt: whose text is removed. Absent: everyone's. */
    authorIds: z.array(Id).min(1).max(LIMITS.reportedAuthors).optional(),
  })
  .refine(({ kind, until }) => (kind === 'mute' || kind === 'ban') === (until !== undefined), {
    message: 'only for mute or ban; null means permanent',
    path: ['until'],
  })
  .refine(({ kind, contentRating }) => (kind === 'setRating') === (contentRating !== undefined), {
    message: 'only for setRating',
    path: ['contentRating'],
  })
  .meta({ id: 'Decide' });
export type Decide = z.infer<typeof Decide>;

export const DecideAppeal = z
  .strictObject({
    outcome: z.enum(['granted', 'denied']),
    answer: limitCombiningMarks(nonBlankText(LIMITS.decisionLength)),
  })
  .meta({ id: 'DecideAppeal' });
export type DecideAppeal = z.infer<typeof DecideAppeal>;

/** Current sanctions of a user. An absent time means none, null means permanent. */
export const StandingView = z
  .strictObject({ mutedUntil: Timestamp.nullable().optional(), bannedUntil: Timestamp.nullable().optional() })
  .meta({ id: 'Standing' });
export type StandingView = z.infer<typeof StandingView>;

/** Users by name, optionally only those muted or banned now. */
export const StandingsQuery = z.strictObject({
  search: text(LIMITS.name.max).default(''),
  which: z.enum(['all', 'muted', 'banned']).default('all'),
  cursor: z.string().max(200).optional(),
});
export type StandingsQuery = z.infer<typeof StandingsQuery>;
export const UserStanding = z
  .strictObject({ user: UserView, role: AccountRole, since: Timestamp, standing: StandingView })
  .meta({ id: 'UserStanding' });
export type UserStanding = z.infer<typeof UserStanding>;
export const StandingsPage = z
  .strictObject({ users: z.array(UserStanding), nextCursor: z.string().nullable() })
  .meta({ id: 'StandingsPage' });
export type StandingsPage = z.infer<typeof StandingsPage>;

/** Sanctions a user without a report: opens a case and decides it, so that the user is notified and can appeal. */
export const SanctionUser = z
  .strictObject({
    kind: z.enum(['warn', 'mute', 'ban', 'restore']),
    rule: CaseReason.optional(),
    message: limitCombiningMarks(text(LIMITS.decisionLength)).default(''),
    until: Until.optional(),
  })
  .refine(({ kind, until }) => (kind === 'mute' || kind === 'ban') === (until !== undefined), {
    message: 'only for mute or ban; null means permanent',
    path: ['until'],
  })
  .meta({ id: 'SanctionUser' });
export type SanctionUser = z.infer<typeof SanctionUser>;

/** What moderators can remove where they see it. Everything else is reported first. */
export const REMOVABLE_KINDS = ['post', 'comment', 'message', 'model', 'version'] as const;
/** Removes content without a report: opens a case and decides it, so that the author is notified and can appeal. */
export const RemoveContent = z
  .strictObject({
    subject: z.strictObject({ kind: z.enum(REMOVABLE_KINDS), id: Id }),
    rule: CaseReason,
    message: limitCombiningMarks(text(LIMITS.decisionLength)).default(''),
  })
  .meta({ id: 'RemoveContent' });
export type RemoveContent = z.infer<typeof RemoveContent>;

/** A decision about the user or their content. */
export const MyDecision = z
  .strictObject({
    id: Id,
    kind: DecisionKind,
    at: Timestamp,
    rule: CaseReason.optional(),
    message: z.string(),
    until: Timestamp.optional(),
    contentRating: ContentRating.optional(),
    removed: z.boolean(),
    isRevoked: z.boolean(),
    /** The subject as it was then. */
    subject: z.strictObject({ kind: SubjectKind, id: Id, title: z.string(), path: z.string().optional() }),
    appeal: AppealView.optional(),
    mayAppeal: z.boolean(),
  })
  .meta({ id: 'MyDecision' });
export type MyDecision = z.infer<typeof MyDecision>;
/** Available to banned users, too. Newest first. */
export const MyStanding = z
  .strictObject({ standing: StandingView, decisions: z.array(MyDecision) })
  .meta({ id: 'MyStanding' });
export type MyStanding = z.infer<typeof MyStanding>;
export const Appeal = z
  .strictObject({ text: limitCombiningMarks(nonBlankText(LIMITS.appealLength)) })
  .meta({ id: 'AppealText' });
