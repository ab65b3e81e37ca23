import type { DecisionKind, SubjectKind } from '@visionary/contract';
import type { WordOf } from '../../shared/i18n/index.js';

/** The message key of a decision: users have no title, and permanent sanctions no end. */
export function decisionMessageKey(
  kind: DecisionKind,
  about: SubjectKind,
  until: number | undefined,
): WordOf<'standing.titles'> {
  if (kind === 'mute' || kind === 'ban') return until === undefined ? `${kind}Permanently` : kind;
  return about === 'user' && (kind === 'restore' || kind === 'warn') ? `${kind}User` : kind;
}
