import type { Language } from '@visionary/contract';
import { language, localeTag } from '../../../shared/i18n/index.js';

export interface Day<T> {
  /** The start of the day, in the local time zone. */
  readonly startsAt: number;
  readonly items: readonly T[];
}

const midnightOf = (atMs: number): number => new Date(atMs).setHours(0, 0, 0, 0);

/** Groups items by day. The items are sorted by time. */
export function groupByDay<T>(items: readonly T[], atOf: (item: T) => number): Day<T>[] {
  const days: { startsAt: number; items: T[] }[] = [];
  for (const item of items) {
    const startsAt = midnightOf(atOf(item));
    const last = days.at(-1);
    if (last?.startsAt === startsAt) last.items.push(item);
    else days.push({ startsAt, items: [item] });
  }
  return days;
}

/** "today", "yesterday", else the date, with the year if it is not this year. */
export function formatFullDay(atMs: number, nowMs: number, to: Language = language.value): string {
  const tag = localeTag(to);
  const days = Math.round((midnightOf(atMs) - midnightOf(nowMs)) / 86_400_000);
  if (days === 0 || days === -1) return new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }).format(days, 'day');
  const year = new Date(atMs).getFullYear() === new Date(nowMs).getFullYear() ? {} : { year: 'numeric' as const };
  return new Intl.DateTimeFormat(tag, { weekday: 'long', month: 'long', day: 'numeric', ...year }).format(atMs);
}
