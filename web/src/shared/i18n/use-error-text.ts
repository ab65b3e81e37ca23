import type { TakeFailure } from '@visionary/contract';
import { useI18n } from 'vue-i18n';
import { toRejection, type RejectionCode } from '../api/rejection.js';
import { language } from './i18n.js';
import { formatDuration } from './format.js';
import { blockedTermsErrorText } from './blocked-terms-error.js';

/** Codes with a second text for a known waiting time. */
const WAITS: readonly RejectionCode[] = [
  'RATE_LIMITED',
  'ACCOUNTS_TOO_MANY_ATTEMPTS',
  'GENERATION_QUEUE_FULL',
  'CHAT_ROOM_MENTION_RATE_LIMITED',
];

/** Texts for rejections and failed takes. */
export function useErrorText() {
  const { t } = useI18n();
  return {
    errorText(error: unknown): string {
      const { code, detail } = toRejection(error);
      if (code === 'SAFETY_BLOCKED_TERMS') return blockedTermsErrorText(t, detail);
      if (code === 'SAFETY_TERMS_FILE_INVALID') {
        return t(`errors.${code}`, { ...detail, reason: t(`rules.unreadable.${String(detail['reason'])}`) });
      }
      const { retryAfterSeconds, what } = detail;
      if (code === 'GENERATION_NOT_REPEATABLE' && typeof what === 'string') {
        return t(`errors.${code}_${what}`, { ...detail });
      }
      if (!WAITS.includes(code) || typeof retryAfterSeconds !== 'number') return t(`errors.${code}`, { ...detail });
      return t(`errors.${code}_WAIT`, { ...detail, wait: formatDuration(retryAfterSeconds * 1000, language.value) });
    },
    takeFailureText: (code: TakeFailure): string => t(`failures.${code}`),
  };
}
