import type { AccountRole, CaseDetail, DecisionKind, SubjectKind } from '@visionary/contract';
import type { CaseContext, StoredCase, StoredDecision } from './case.js';
import type { ModerationHandler } from './moderation-registry.js';
import type { SubjectDetails } from './subject.js';

export type DecisionConflict = NonNullable<CaseDetail['conflict']>;

/** Decisions with an effect, which can be revoked and appealed against. */
const DECISIONS_WITH_EFFECT: readonly DecisionKind[] = ['warn', 'remove', 'setRating', 'mute', 'ban'];
/** Whether the decision has an effect that wasn't revoked. */
export const isInForce = ({ kind, revokedAt }: StoredDecision): boolean =>
  DECISIONS_WITH_EFFECT.includes(kind) && revokedAt === null;

/**
 * Decisions that a revert in this case revokes: all about the subject. Of a shared prompt only those of the case, since every case is
 * about another text.
 */
export const revocableIn = (
  { id, subject }: Pick<StoredCase, 'id' | 'subject'>,
  decisions: readonly StoredDecision[],
): StoredDecision[] => decisions.filter((one) => isInForce(one) && (subject.kind !== 'prompt' || one.caseId === id));

const RATED_KINDS: readonly SubjectKind[] = ['post', 'take', 'model'];

interface DecisionContext extends CaseContext {
  /** Undefined when the subject is deleted. */
  readonly facts: SubjectDetails | undefined;
  readonly handler: ModerationHandler | null;
  /** All decisions about the subject. */
  readonly decisions: readonly StoredDecision[];
}

/** Which decisions a moderator may make in a case, and what conflict rules out the others. */
export const allowedDecisions = (
  context: DecisionContext,
): { readonly allowed: readonly DecisionKind[]; readonly conflict?: DecisionConflict } => {
  const { moderator, hasOtherModerators, hasReported } = context;
  if (context.authorIds.includes(moderator.id)) return { allowed: [], conflict: 'own' };
  if (hasReported && hasOtherModerators) return { allowed: [], conflict: 'reported' };
  if (hasOtherModerators && hasAppealPending(context)) return { allowed: [], conflict: 'sameModerator' };
  const allowed = possibleDecisions(context);
  const isOutranked = !canSanction(moderator.role, context.authorRole);
  if (!isOutranked) return { allowed };
  const withoutSanctions = allowed.filter((kind) => kind !== 'mute' && kind !== 'ban');
  return {
    allowed: withoutSanctions,
    ...(withoutSanctions.length < allowed.length && { conflict: 'outranked' as const }),
  };
};

/** Only admins sanction moderators and admins. */
export const canSanction = (role: AccountRole, authorRole: AccountRole | null): boolean =>
  role === 'admin' || authorRole === null || authorRole === 'member';

/** Whether an appeal against a decision of this moderator is pending. */
const hasAppealPending = ({ case: one, decisions, moderator }: DecisionContext): boolean =>
  one.isAppealed && decisions.findLast(({ caseId }) => caseId === one.id)?.byId === moderator.id;

const possibleDecisions = ({ case: one, facts, handler, decisions, authorRole }: DecisionContext): DecisionKind[] => {
  const { isOpen, isAppealed, subject } = one;
  const restore: DecisionKind[] = revocableIn(one, decisions).length > 0 ? ['restore'] : [];
  // Content held for review is hidden, too, but not removed.
  const isRemoved =
    facts?.isHidden === true && decisions.some((decision) => decision.hidesSubject && isInForce(decision));
  // A pending appeal is answered before anything else.
  if (!isOpen) return isAppealed ? [] : restore;
  const exists = facts !== undefined;
  return [
    'dismiss',
    ...(authorRole === null ? [] : (['warn'] as const)),
    ...(exists && handler?.hide && !isRemoved ? (['remove'] as const) : []),
    ...(exists && handler?.setRating && RATED_KINDS.includes(subject.kind) ? (['setRating'] as const) : []),
    ...(authorRole === null ? [] : (['mute', 'ban'] as const)),
    ...restore,
  ];
};
