import type { CaseReason, CaseView, DecisionView, SubjectView } from '@visionary/contract';
import { useI18n } from 'vue-i18n';
import { useFormats } from '../../shared/i18n/index.js';
import { usePeople } from '../../shared/people/index.js';

/** A case in words. */
export function useCaseWords() {
  const { t } = useI18n();
  const { shownName } = usePeople();
  const { moment } = useFormats();

  const reasonWords = (reason: CaseReason): string => t(`reports.reasons.${reason}`);
  /** The most named reason, and that there are others. */
  function reasonsOf({ reasons }: CaseView): string {
    const [first, ...others] = reasons;
    const said = reasonWords(first?.reason ?? 'other');
    return others.length > 0 ? t('moderation.andMore', { reason: said }) : said;
  }
  function reportedAs(one: CaseView): string {
    const reason = reasonsOf(one);
    if (one.reports > 0) return t('moderation.reported', { count: one.reports, reason }, one.reports);
    if (one.byChecks) return t('moderation.held', { reason });
    return one.decision ? decided(one.decision) : reason;
  }
  /** What it is, by whom, and where. */
  function about(subject: SubjectView): string {
    const author = subject.author ? shownName(subject.author) : t('moderation.gone');
    const what = t(`moderation.about.${subject.kind}`, { author });
    const place = subject.place?.name ?? '';
    return place === '' ? what : t('moderation.inPlace', { what, place });
  }
  /** "muted until 18:40, and removed". */
  function decided({ kind, until, removed }: DecisionView): string {
    const lasting = kind === 'mute' || kind === 'ban';
    const how = until === undefined ? t('moderation.case.forGood') : endsAt(until);
    const also = removed && kind !== 'remove' ? t('moderation.case.removedToo') : '';
    return [t(`moderation.decisions.${kind}`), lasting ? how : '', also].filter(Boolean).join(' ');
  }
  const endsAt = (until: number): string => t('moderation.case.until', { time: moment.value(until, Date.now()) });
  return {
    about,
    decided,
    reasonWords,
    title: (one: CaseView): string =>
      one.state === 'appealed' ? t('moderation.appealedTitle', { what: reportedAs(one) }) : reportedAs(one),
  };
}
