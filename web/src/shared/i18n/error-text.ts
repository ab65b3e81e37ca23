import type { BlockedTermsDetail, ErrorDetail, TakeFailure } from '@visionary/contract';
import { toRejection, type RejectionCode } from '../api/rejection.js';
import { t, textIn } from './i18n.js';
import { nameList } from './name-list.js';
import { formatBytes, formatDate, formatDuration } from './format.js';

const different = (terms: readonly string[]): string[] => [...new Set(terms)];

/** Names the blocked terms, their rule, and suggested replacements. */
function blockedTermsErrorText(detail: ErrorDetail): string {
  const { hits = [] } = detail as Partial<BlockedTermsDetail>;
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
const WAITS = [
  'RATE_LIMITED',
  'ACCOUNTS_TOO_MANY_ATTEMPTS',
  'GENERATION_QUEUE_FULL',
  'CHAT_ROOM_MENTION_RATE_LIMITED',
] as const satisfies readonly RejectionCode[];

/** The text of a rejection. */
export function errorText(error: unknown): string {
  const { code, detail } = toRejection(error);
  if (code === 'SAFETY_BLOCKED_TERMS') return blockedTermsErrorText(detail);
  if (code === 'SAFETY_TERMS_FILE_INVALID') {
    const reason = String(detail['reason']);
    return t(`errors.${code}`, { ...detail, reason: textIn('rules.fileErrors', reason) });
  }
  const { retryAfterSeconds, what, growsAt, growsTo } = detail;
  if (code === 'HUB_QUOTA_EXCEEDED' && typeof growsAt === 'number' && typeof growsTo === 'number') {
    return t('errors.HUB_QUOTA_EXCEEDED_GROWS', { bytes: formatBytes(growsTo), day: formatDate(growsAt, Date.now()) });
  }
  if (code === 'TOO_LARGE' && typeof detail['max'] === 'number') {
    return t('errors.TOO_LARGE_MAX', { limit: formatBytes(detail['max']) });
  }
  if (code === 'STORAGE_TAKE_QUOTA_EXCEEDED') {
    return t(`errors.${code}`, {
      used: formatBytes(Number(detail['used'])),
      limit: formatBytes(Number(detail['limit'])),
    });
  }
  if (code === 'GENERATION_SIZE_UNSUPPORTED' && Array.isArray(detail['nearest'])) {
    const sizes = detail['nearest'].map(({ width, height }) => `${width} × ${height}`);
    return t('errors.GENERATION_SIZE_UNSUPPORTED_NEAREST', { ...detail, sizes: nameList(sizes) });
  }
  const text = t(`errors.${code}`, detail);
  if (code === 'GENERATION_ADDITION_NOT_FOUND') {
    return textIn('errors', `${code}_${String(detail['kind'])}`, text, detail);
  }
  if (code === 'GENERATION_NOT_REPEATABLE') return textIn('errors', `${code}_${String(what)}`, text, detail);
  const waiting = WAITS.find((one) => one === code);
  if (waiting === undefined || typeof retryAfterSeconds !== 'number') return text;
  const wait = formatDuration(retryAfterSeconds * 1000);
  const { points, seconds, newAccount } = detail;
  if (waiting === 'RATE_LIMITED' && typeof points === 'number' && typeof seconds === 'number') {
    const values = { points, time: formatDuration(seconds * 1000), wait };
    return t(newAccount === true ? 'errors.RATE_LIMITED_NEW_ACCOUNT' : 'errors.RATE_LIMITED_RULE', values);
  }
  return t(`errors.${waiting}_WAIT`, { ...detail, wait });
}

/** @param detail for RENDER_TIMEOUT, it starts with the seconds that the take was allowed */
export function takeFailureText({ code, detail }: { readonly code: TakeFailure; readonly detail: string }): string {
  const time = formatDuration(Number.parseInt(detail, 10) * 1000 || 0);
  return t(`failures.${code}`, { time });
}
