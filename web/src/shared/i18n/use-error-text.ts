import { type TakeFailure, type ErrorDetail, BlockedTermsDetail } from '@visionary/contract';
import { useI18n } from 'vue-i18n';
import { toRejection, type RejectionCode } from '../api/rejection.js';
import { language } from './i18n.js';
import { formatDuration } from './format.js';

type Translate = (key: string, values?: Record<string, unknown>) => string;
const different = (terms: readonly string[]): string[] => [...new Set(terms)];

/** Names the blocked terms, their rule, and suggested replacements. */
function blockedTermsErrorText(t: Translate, detail: ErrorDetail): string {
  const { hits } = BlockedTermsDetail.safeParse(detail).data ?? { hits: [] };
  const quoted = (terms: readonly string[]) =>
    different(terms)
      .map((word) => t('rules.quoted', { word }))
      .join(t('app.comma'));
  const values = {
    terms: quoted(hits.map(({ matchedText }) => matchedText)),
    rules: different(hits.map(({ category }) => t(`rules.${category}`))).join(t('app.comma')),
  };
  const instead = hits.flatMap(({ suggestion }) => suggestion ?? []);
  if (instead.length === 0) {
    return t(
      hits.some(({ otherParts }) => otherParts)
        ? 'errors.SAFETY_BLOCKED_TERMS_together'
        : 'errors.SAFETY_BLOCKED_TERMS',
      values,
    );
  }
  return t('errors.SAFETY_BLOCKED_TERMS_instead', { ...values, instead: quoted(instead) });
}

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
        return t(`errors.${code}`, { ...detail, reason: t(`rules.fileErrors.${String(detail['reason'])}`) });
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
