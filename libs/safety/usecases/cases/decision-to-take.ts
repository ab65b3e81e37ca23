import { FOR_GOOD, Rejection } from '@visionary/kernel';
import type { CaseReason, DecisionKind, StoredCase, StoredDecision } from '../../domain/cases/case.js';
import { type Maturity, subjectKey } from '../../domain/cases/subject.js';
import type { Content } from '../../domain/contents/content.js';

export interface DecisionToTake {
  readonly kind: DecisionKind;
  readonly rule?: CaseReason | undefined;
  readonly words: string;
  /** Of a mute or a ban; null: for good. */
  readonly until?: number | null | undefined;
  readonly maturity?: Maturity | undefined;
  /** Hide the subject, too. */
  readonly remove?: boolean;
  /** What the subject holds: it holds for these, too. */
  readonly contents?: readonly Content[];
}

/** @throws Rejection INVALID */
export const requireFuture = (until: number | null | undefined, now: number): void => {
  if (typeof until === 'number' && until <= now) {
    throw new Rejection('INVALID', { field: 'until', reason: 'over already' });
  }
};

export const decisionOf = (
  one: StoredCase,
  { kind, rule, words, until, maturity, remove = false }: DecisionToTake,
  made: Pick<StoredDecision, 'id' | 'byId' | 'at' | 'maturityBefore'>,
): StoredDecision => ({
  ...{ ...made, caseId: one.id, subjectKey: subjectKey(one.subject), kind, authorId: one.authorId },
  ...{ rule: rule ?? null, words, maturity: maturity ?? null, overAt: null },
  until: kind === 'mute' || kind === 'ban' ? (until ?? FOR_GOOD) : null,
  removed: kind === 'remove' || remove,
});
