import type { Refusal } from '@visionary/contract';
import { useI18n } from 'vue-i18n';
import { useFormats, useRefusals } from '../../../shared/i18n/index.js';
import { Refused } from '../../../shared/refused.js';
import { whatExactly } from './what-exactly.js';

/** Why a file or a draft as a whole was refused, in words. */
export function useRefusalWords() {
  const { t } = useI18n();
  const { number } = useFormats();
  const { say } = useRefusals();

  const why = ({ code, detail }: Refusal): string => say(new Refused(code, detail));
  const inFigures = (value: string | number) => (typeof value === 'number' ? number.value(value) : value);
  /** What exactly, where; what there is no sentence for is said in English, as whoever looked at it said it. */
  function where(refusal: Refusal): { readonly text: string; readonly lang?: 'en' } | undefined {
    const exactly = whatExactly(refusal);
    if (exactly === 'said') return undefined;
    if (!exactly) return { text: String(refusal.detail?.['reason']), lang: 'en' };
    const values = Object.entries(exactly.values).map(([name, value]) => [name, inFigures(value)]);
    return { text: t(`upload.${exactly.says}`, Object.fromEntries(values)) };
  }
  return { why, where };
}
