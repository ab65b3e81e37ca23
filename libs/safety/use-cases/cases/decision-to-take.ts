import { PERMANENT, Rejection } from '@visionary/kernel';
import type { CaseReason, DecisionKind, StoredCase, StoredDecision } from '../../domain/cases/case.js';
import { type ContentRating, subjectKey } from '../../domain/cases/subject.js';
import type { ContentFingerprint } from '../../domain/fingerprints/content-fingerprint.js';

export interface DecisionToTake {
  readonly kind: DecisionKind;
  readonly rule?: CaseReason | undefined;
  readonly words: string;
  /** Of a mute or a ban; null: for good. */
  readonly until?: number | null | undefined;
  readonly contentRating?: ContentRating | undefined;
  /** Hide the subject, too. */
  readonly remove?: boolean;
  /** What the subject holds: it holds for these, too. */
  readonly contents?: readonly ContentFingerprint[];
}

/** @throws Rejection INVALID */
export const requireFuture = (until: number | null | undefined, now: number): void => {
  if (typeof until === 'number' && until <= now) {
    throw new Rejection('INVALID', { field: 'until', reason: 'over already' });
  }
};

export const decisionOf = (
  one: StoredCase,
  { kind, rule, words, until, contentRating, remove = false }: DecisionToTake,
  made: Pick<StoredDecision, 'id' | 'byId' | 'at' | 'contentRatingBefore'>,
): StoredDecision => ({
  ...{ ...made, caseId: one.id, subjectKey: subjectKey(one.subject), kind, authorId: one.authorId },
  ...{ rule: rule ?? null, words, contentRating: contentRating ?? null, overAt: null },
  until: kind === 'mute' || kind === 'ban' ? (until ?? PERMANENT) : null,
  removed: kind === 'remove' || remove,
});
