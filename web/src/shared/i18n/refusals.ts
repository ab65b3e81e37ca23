import type { TakeFailure } from '@visionary/contract';
import { useI18n } from 'vue-i18n';
import { asRefused, type RefusalCode } from '../refused.js';
import { language } from './i18n.js';
import { saySeconds } from './sayings.js';
import { sayWords } from './word-refusal.js';

/** Codes that say more when the server tells how long to wait. */
const WAITS: readonly RefusalCode[] = [
  'RATE_LIMITED',
  'ACCOUNTS_TOO_MANY_ATTEMPTS',
  'GENERATION_QUEUE_FULL',
  'CHAT_EVERYBODY_TOO_OFTEN',
];

/** Sentences for what was refused and for why a take failed. */
export function useRefusals() {
  const { t } = useI18n();
  return {
    say(error: unknown): string {
      const { code, detail } = asRefused(error);
      if (code === 'SAFETY_WORDS') return sayWords(t, detail);
      if (code === 'SAFETY_TERMS_UNREADABLE') {
        return t(`errors.${code}`, { ...detail, reason: t(`rules.unreadable.${String(detail['reason'])}`) });
      }
      const { retryAfterSeconds, what } = detail;
      if (code === 'GENERATION_NOT_REPEATABLE' && typeof what === 'string') {
        return t(`errors.${code}_${what}`, { ...detail });
      }
      if (!WAITS.includes(code) || typeof retryAfterSeconds !== 'number') return t(`errors.${code}`, { ...detail });
      return t(`errors.${code}_WAIT`, { ...detail, wait: saySeconds(retryAfterSeconds * 1000, language.value) });
    },
    sayFailure: (code: TakeFailure): string => t(`failures.${code}`),
  };
}
