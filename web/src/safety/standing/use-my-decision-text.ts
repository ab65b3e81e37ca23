import type { MyDecision } from '@visionary/contract';
import { useI18n } from 'vue-i18n';
import { useFormat } from '../../shared/i18n/index.js';
import { decisionMessageKey } from '../decisions/decision-message-key.js';

/** A decision about me as a sentence without a link. */
export function useMyDecisionText() {
  const { t } = useI18n();
  const { moment } = useFormat();
  return ({ kind, until, contentRating, subject }: MyDecision): string => {
    return t(`standing.told.${decisionMessageKey(kind, subject.kind, until)}`, {
      kind: t(`reports.kinds.${subject.kind}`),
      title: subject.title || t('notifications.untitled'),
      until: until === undefined ? '' : moment.value(until, Date.now()),
      contentRating: contentRating === undefined ? '' : t(`reports.contentRatings.${contentRating}`),
    });
  };
}
