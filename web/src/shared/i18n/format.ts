import type { Language } from '@visionary/contract';
import { language } from './i18n.js';

/** The language of the interface with its most common region. */
const LOCALES: Record<Language, Intl.Locale> = { zh: new Intl.Locale('zh-Hans-CN'), en: new Intl.Locale('en-US') };
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Intl would format it as "now" and "现在", which is wrong for a past event. */
const JUST_NOW: Record<Language, string> = { zh: '刚刚', en: 'just now' };

/** Intl puts no space between a number and Chinese text; the interface does. */
const addSpaces = (text: string) => text.replace(/(?<=\d)(?=\p{Script=Han})|(?<=\p{Script=Han})(?=\d)/gu, ' ');

/**
 * The locale of dates and numbers: the language of the interface in the region of the first browser language that
 * matches it. The script stays, so that Taiwan's dates come without traditional characters.
 */
export function localeTag(to: Language, accepted: readonly string[] = navigator.languages): string {
  const regions = accepted.map((tag) => new RegExp(`^${to}\\b.*?-([a-z]{2}|\\d{3})\\b`, 'iu').exec(tag)?.[1]);
  const region = regions.find((found) => found !== undefined);
  return (region ? new Intl.Locale(LOCALES[to], { region }) : LOCALES[to]).baseName;
}

/** "3 minutes ago", "刚刚": under a minute is just now. */
export function formatRelative(atMs: number, nowMs: number, to: Language = language.value): string {
  const format = new Intl.RelativeTimeFormat(localeTag(to), { numeric: 'auto' });
  const elapsedMs = Math.max(0, nowMs - atMs);
  if (elapsedMs < MINUTE_MS) return JUST_NOW[to];
  if (elapsedMs < HOUR_MS) return addSpaces(format.format(-Math.floor(elapsedMs / MINUTE_MS), 'minute'));
  if (elapsedMs < DAY_MS) return addSpaces(format.format(-Math.floor(elapsedMs / HOUR_MS), 'hour'));
  return addSpaces(format.format(-Math.floor(elapsedMs / DAY_MS), 'day'));
}

/** "14:05", in the reader's own time zone. */
export function formatTime(atMs: number, to: Language = language.value): string {
  return new Intl.DateTimeFormat(localeTag(to), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(atMs);
}

/** The shortest form of a date: the clock today, "yesterday", a weekday within the week, else the date. */
export function formatDay(atMs: number, nowMs: number, to: Language = language.value): string {
  const midnight = new Date(nowMs).setHours(0, 0, 0, 0);
  if (atMs >= midnight) return formatTime(atMs, to);
  if (atMs >= midnight - DAY_MS) {
    return new Intl.RelativeTimeFormat(localeTag(to), { numeric: 'auto' }).format(-1, 'day');
  }
  if (atMs >= midnight - 6 * DAY_MS) return new Intl.DateTimeFormat(localeTag(to), { weekday: 'short' }).format(atMs);
  return formatDate(atMs, nowMs, to);
}

/** "Jul 15", "7 月 15 日", with the year if it is not this year. */
export function formatDate(atMs: number, nowMs: number, to: Language = language.value): string {
  const isOther = new Date(atMs).getFullYear() !== new Date(nowMs).getFullYear();
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
  if (isOther) options.year = 'numeric';
  return addSpaces(new Intl.DateTimeFormat(localeTag(to), options).format(atMs));
}

/** "May 2026", "2026 年 5 月". */
export function formatMonth(atMs: number, to: Language = language.value): string {
  return addSpaces(new Intl.DateTimeFormat(localeTag(to), { year: 'numeric', month: 'long' }).format(atMs)).replace(
    /年(?=\d)/,
    '年 ',
  );
}

/** A time that may be in the future: the clock if it is today, else date and clock. */
export function formatDateTime(atMs: number, nowMs: number, to: Language = language.value): string {
  if (new Date(atMs).toDateString() === new Date(nowMs).toDateString()) return formatTime(atMs, to);
  return `${formatDate(atMs, nowMs, to)} ${formatTime(atMs, to)}`;
}

/** "12,345". */
export const formatNumber = (value: number, to: Language = language.value): string =>
  new Intl.NumberFormat(localeTag(to)).format(value);

/** "860M", "8.6 亿": for numbers that nobody counts. */
export const formatCompact = (value: number, to: Language = language.value): string =>
  addSpaces(new Intl.NumberFormat(localeTag(to), { notation: 'compact', maximumFractionDigits: 1 }).format(value));

/** "18%", in whole percent. */
export const formatPercent = (share: number, to: Language = language.value): string =>
  new Intl.NumberFormat(localeTag(to), { style: 'percent' }).format(share);

const SIZES = ['B', 'KB', 'MB', 'GB', 'TB'];

/** "512 MB", "1.6 GB": powers of 1024, so that a setting of `20G` reads "20 GB". */
export function formatBytes(bytes: number, to: Language = language.value): string {
  const power = bytes < 1 ? 0 : Math.min(SIZES.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  const digits = power > 2 && value < 100 ? 1 : 0;
  return `${new Intl.NumberFormat(localeTag(to), { maximumFractionDigits: digits }).format(value)} ${SIZES[power]}`;
}

/** Intl would format it as "sec" and "秒钟". */
const UNITS = { second: { en: 's', zh: '秒' }, minute: { en: 'min', zh: '分钟' } };

/** "4 s", "9.2 s", "2 min": whole seconds from ten on, one decimal below when `exact`. */
export function formatDuration(ms: number, exact = false, to: Language = language.value): string {
  const unit = (value: number, name: keyof typeof UNITS, digits: number) =>
    `${new Intl.NumberFormat(localeTag(to), { maximumFractionDigits: digits }).format(value)} ${UNITS[name][to]}`;
  const seconds = ms / 1000;
  if (seconds >= 90) return unit(Math.round(seconds / 60), 'minute', 0);
  if (exact && seconds < 10) return unit(seconds, 'second', 1);
  return unit(Math.max(1, Math.round(seconds)), 'second', 0);
}
