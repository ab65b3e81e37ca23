import type { TakeFailure } from '@visionary/contract';
import { useI18n } from 'vue-i18n';
import { asRefused, type RefusalCode } from '../refused.js';

/** Where a code's sentence stands; some codes say more when the server gives a detail. */
const refusalKey = (code: RefusalCode, detail: Record<string, unknown>): string =>
  ['RATE_LIMITED', 'ACCOUNTS_TOO_MANY_ATTEMPTS', 'GENERATION_QUEUE_FULL'].includes(code) && waitSeconds(detail) > 0
    ? `errors.${code}_WAIT`
    : `errors.${code}`;

/** Servers say how long to wait in seconds or milliseconds; the sentence wants whole seconds. */
function waitSeconds(detail: Record<string, unknown>): number {
  const { retryAfterSeconds, retryAfterMs } = detail;
  if (typeof retryAfterSeconds === 'number') return Math.ceil(retryAfterSeconds);
  return typeof retryAfterMs === 'number' ? Math.ceil(retryAfterMs / 1000) : 0;
}

/** Sentences for what was refused and for why a take failed. */
export function useRefusals() {
  const { t } = useI18n();
  return {
    say(error: unknown): string {
      const { code, detail } = asRefused(error);
      return t(refusalKey(code, detail), { ...detail, seconds: waitSeconds(detail) });
    },
    sayFailure: (code: TakeFailure): string => t(`failures.${code}`),
  };
}
