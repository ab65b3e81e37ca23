import type { MyDecision } from '@visionary/contract';
import { useI18n } from 'vue-i18n';
import { useFormats } from '../../shared/i18n/index.js';
import { toldAs } from '../../me/told-as.js';

/** A decision about me in a sentence, as the bell says it, without the way there. */
export function useDecidedWords() {
  const { t } = useI18n();
  const { moment } = useFormats();
  return ({ kind, until, maturity, subject }: MyDecision): string => {
    return t(`standing.told.${toldAs(kind, subject.kind, until)}`, {
      kind: t(`reports.kinds.${subject.kind}`),
      title: subject.title || t('me.untitled'),
      until: until === undefined ? '' : moment.value(until, Date.now()),
      maturity: maturity === undefined ? '' : t(`reports.maturities.${maturity}`),
    });
  };
}
