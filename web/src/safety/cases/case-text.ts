import type { CaseReason, CaseView, DecisionView, SubjectView } from '@visionary/contract';
import { formatDateTime, formatNumber, t } from '../../shared/i18n/index.js';
import { displayName } from '../../shared/users/index.js';

/** Scores need no translation. */
export const roundScore = (score: number): number => Math.round(score * 100) / 100;

export const reasonText = (reason: CaseReason): string => t(`reports.reasons.${reason}`);

/** The most frequent reason, and whether there are others. */
function reasonsOf({ reasons }: CaseView): string {
  const [first, ...others] = reasons;
  const value = reasonText(first?.reason ?? 'other');
  return others.length > 0 ? t('moderation.andMore', { reason: value }) : value;
}

function reportedAs(one: CaseView): string {
  const reason = reasonsOf(one);
  if (one.reports > 0) return t('moderation.reported', { count: one.reports, reason }, one.reports);
  if (one.isAutoFlagged) return autoFlagText(one);
  return one.decision ? decisionText(one.decision) : reason;
}

/** The name of the check and its confidence. */
function autoFlagText({ reasons: [first], checkScore: score }: CaseView): string {
  if (first?.reason === 'blockedTerms') return t('moderation.flagged');
  if (first?.reason === 'similarToRemoved') return t('moderation.heldSimilar');
  return score === undefined
    ? t('moderation.held')
    : t('moderation.heldAt', { score: formatNumber(roundScore(score)) });
}

/** Kind, author, and room. */
export function subjectText(subject: SubjectView): string {
  const author = subject.author ? displayName(subject.author) : t('app.deletedUser');
  const { kind, title } = subject;
  const subjectName =
    kind === 'prompt' && !subject.author
      ? t('moderation.promptOfSeveral')
      : kind === 'take' && title !== ''
        ? t('moderation.take', { author, number: title })
        : t(`moderation.about.${kind}`, { author });
  const room = subject.container?.name ?? '';
  return room === '' ? subjectName : t('moderation.inPlace', { what: subjectName, room });
}

/** "muted until 18:40, and removed". */
export function decisionText({ kind, until, removed }: DecisionView): string {
  const hasEnd = kind === 'mute' || kind === 'ban';
  const endText = until === undefined ? t('moderation.case.permanently') : endsAt(until);
  const removedText = removed && kind !== 'remove' ? t('moderation.case.removedToo') : '';
  return [t(`moderation.decisions.${kind}`), hasEnd ? endText : '', removedText].join('');
}

const endsAt = (until: number): string => t('moderation.case.until', { time: formatDateTime(until, Date.now()) });

export const caseTitle = (one: CaseView): string =>
  one.state === 'appealed' ? t('moderation.appealedTitle', { what: reportedAs(one) }) : reportedAs(one);
