import type { DecisionKind, SubjectKind } from '@visionary/contract';

/** Under which key a decision is told to whom it is about: a person is no thing that has a title, and for good has no end. */
export function toldAs(kind: DecisionKind, about: SubjectKind, until: number | undefined): string {
  if (kind === 'mute' || kind === 'ban') return until === undefined ? `${kind}ForGood` : kind;
  return about === 'person' && (kind === 'restore' || kind === 'warn') ? `${kind}Person` : kind;
}
