import type { DecisionKind, SubjectKind } from '@visionary/contract';

/** Under which key a decision is told to whom it is about: a user is no thing that has a title, and for good has no end. */
export function decisionMessageKey(kind: DecisionKind, about: SubjectKind, until: number | undefined): string {
  if (kind === 'mute' || kind === 'ban') return until === undefined ? `${kind}ForGood` : kind;
  return about === 'user' && (kind === 'restore' || kind === 'warn') ? `${kind}User` : kind;
}
