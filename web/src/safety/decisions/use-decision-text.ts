import type { NotificationView } from '@visionary/contract';
import { useI18n } from 'vue-i18n';
import { decisionMessageKey } from './decision-message-key.js';
import { useFormat } from '../../shared/i18n/index.js';

type SafetyNews = Extract<
  NotificationView,
  { kind: 'report' | 'appeal' | 'decision' | 'appealDecided' | 'reportDecided' }
>;
type DecisionNews = Extract<SafetyNews, { decision: unknown }>;

export const isModerationNotification = (news: NotificationView): news is SafetyNews =>
  news.kind === 'report' || news.kind === 'appeal' || 'decision' in news;

/** What was reported and decided, in words. */
export function useDecisionText() {
  const { t } = useI18n();
  const { moment } = useFormat();
  const now = Date.now();
  const subject = ({ subject: { kind, title } }: DecisionNews) => ({
    kind: t(`reports.kinds.${kind}`),
    title: title || t('me.untitled'),
  });
  function decided(news: DecisionNews): string {
    const { decision, until, contentRating } = news;
    return t(`reports.news.decision.${decisionMessageKey(decision, news.subject.kind, until)}`, {
      ...subject(news),
      until: until === undefined ? '' : moment.value(until, now),
      contentRating: contentRating === undefined ? '' : t(`reports.contentRatings.${contentRating}`),
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
        return t(`reports.news.${news.outcome ?? 'denied'}`);
      case 'reportDecided':
        return t(`reports.news.reported.${news.decision === 'dismiss' ? 'kept' : 'acted'}`, subject(news));
      default:
        return news satisfies never;
    }
  };
}
