import type { DecisionKind, StoredCase, StoredDecision } from './case.js';
import type { ModerationHandler } from './moderation-registry.js';
import type { SubjectDetails, SubjectKind } from './subject.js';

export type Role = 'member' | 'moderator' | 'admin';
export type DecisionConflict = 'own' | 'reported' | 'outranked' | 'sameModerator';

/** Those that do something to somebody or something, and so can be appealed against. */
const ACTING: readonly DecisionKind[] = ['warn', 'remove', 'setRating', 'mute', 'ban'];
/** Whether something of it holds that could be taken back, and so be appealed against. */
export const isInForce = ({ kind, overAt }: StoredDecision): boolean => ACTING.includes(kind) && overAt === null;

const LEVELLED: readonly SubjectKind[] = ['post', 'take', 'model'];

export interface DecisionContext {
  readonly case: Pick<StoredCase, 'id' | 'isOpen' | 'isAppealed' | 'authorId' | 'subject'>;
  readonly facts: SubjectDetails | undefined;
  readonly handler: ModerationHandler | null;
  /** About this subject. */
  readonly decisions: readonly StoredDecision[];
  readonly moderator: { readonly id: string; readonly role: Role };
  /** Null: their account is gone, or nobody answers for it. */
  readonly authorRole: Role | null;
  readonly hasReported: boolean;
  /** Whether somebody else could decide it. */
  readonly others: boolean;
}

/** Which decisions somebody may take about a case; none, and why, where it is theirs to keep out of. */
export const allowedDecisions = (
  about: DecisionContext,
): { readonly may: readonly DecisionKind[]; readonly mayNot?: DecisionConflict } => {
  const { moderator, others, hasReported } = about;
  if (about.case.authorId === moderator.id) return { may: [], mayNot: 'own' };
  if (hasReported && others) return { may: [], mayNot: 'reported' };
  if (others && isAppealedAgainst(about)) return { may: [], mayNot: 'sameModerator' };
  const may = possible(about);
  const isOutranked = !canSanction(moderator.role, about.authorRole);
  if (!isOutranked) return { may };
  const mild = may.filter((kind) => kind !== 'mute' && kind !== 'ban');
  return { may: mild, ...(mild.length < may.length && { mayNot: 'outranked' as const }) };
};

/** Only an admin keeps something from those who look after the instance. */
export const canSanction = (role: Role, authorRole: Role | null): boolean =>
  role === 'admin' || authorRole === null || authorRole === 'member';

/** Whether an appeal waits against what this very moderator decided. */
const isAppealedAgainst = ({ case: one, decisions, moderator }: DecisionContext): boolean =>
  one.isAppealed && decisions.findLast(({ caseId }) => caseId === one.id)?.byId === moderator.id;

const possible = ({
  case: { isOpen, isAppealed, subject },
  facts,
  handler,
  decisions,
  authorRole,
}: DecisionContext): DecisionKind[] => {
  const restore: DecisionKind[] = decisions.some(isInForce) ? ['restore'] : [];
  // What a check holds back is hidden, too, but nobody has removed it.
  const isRemoved = facts?.isHidden === true && decisions.some((one) => one.removed && isInForce(one));
  // Where an appeal waits, it is answered: whoever made it is owed that.
  if (!isOpen) return isAppealed ? [] : restore;
  const isThere = facts !== undefined;
  return [
    'dismiss',
    ...(authorRole === null ? [] : (['warn'] as const)),
    ...(isThere && handler?.hide && !isRemoved ? (['remove'] as const) : []),
    ...(isThere && handler?.setRating && LEVELLED.includes(subject.kind) ? (['setRating'] as const) : []),
    ...(authorRole === null ? [] : (['mute', 'ban'] as const)),
    ...restore,
  ];
};
