import type { NotificationView } from '@visionary/contract';
import { useI18n } from 'vue-i18n';
import { toldAs } from './told-as.js';
import { useFormats } from '../shared/i18n/index.js';

type SafetyNews = Extract<
  NotificationView,
  { kind: 'report' | 'appeal' | 'decision' | 'appealDecided' | 'reportDecided' }
>;
type DecisionNews = Extract<SafetyNews, { decision: unknown }>;

export const isOfSafety = (news: NotificationView): news is SafetyNews =>
  news.kind === 'report' || news.kind === 'appeal' || 'decision' in news;

/** What was reported and decided, in words. */
export function useSafetyWords() {
  const { t } = useI18n();
  const { moment } = useFormats();
  const now = Date.now();
  const subject = ({ subject: { kind, title } }: DecisionNews) => ({
    kind: t(`reports.kinds.${kind}`),
    title: title || t('me.untitled'),
  });
  function decided(news: DecisionNews): string {
    const { decision, until, maturity } = news;
    return t(`reports.news.decision.${toldAs(decision, news.subject.kind, until)}`, {
      ...subject(news),
      until: until === undefined ? '' : moment.value(until, now),
      maturity: maturity === undefined ? '' : t(`reports.maturities.${maturity}`),
    });
  }
  return function what(news: SafetyNews): string {
    switch (news.kind) {
      case 'report': {
        const kind = t(`reports.kinds.${news.subject.kind}`);
        return t(news.by ? 'reports.news.report' : 'reports.news.check', {
          kind,
          reason: t(`reports.reasons.${news.reason}`),
        });
      }
      case 'appeal':
        return t('reports.news.appeal');
      case 'decision':
        return decided(news);
      case 'appealDecided':
        return t(`reports.news.${news.outcome ?? 'refused'}`);
      case 'reportDecided':
        return t(`reports.news.reported.${news.decision === 'keep' ? 'kept' : 'acted'}`, subject(news));
      default:
        return news satisfies never;
    }
  };
}
