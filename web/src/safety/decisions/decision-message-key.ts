import type { DecisionKind, SubjectKind } from '@visionary/contract';
import type { WordOf } from '../../shared/i18n/index.js';

/** The message key of a decision: users have no title, a prompt has several authors, and permanent sanctions have no end. */
export function decisionMessageKey(
  kind: DecisionKind,
  about: SubjectKind,
  until: number | undefined,
): WordOf<'standing.titles'> {
  if (kind === 'mute' || kind === 'ban') return until === undefined ? `${kind}Permanently` : kind;
  if (about === 'user' && (kind === 'restore' || kind === 'warn')) return `${kind}User`;
  return about === 'prompt' && (kind === 'restore' || kind === 'remove') ? `${kind}Prompt` : kind;
}
