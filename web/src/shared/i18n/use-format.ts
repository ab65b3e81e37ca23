import { computed } from 'vue';
import { language } from './i18n.js';
import {
  formatRelative,
  formatBytes,
  formatTime,
  formatDate,
  formatDay,
  formatMonth,
  formatDateTime,
  formatDuration,
  LOCALE_TAG,
} from './format.js';

/** Dates, times, and numbers in the current language; templates that use them update on a switch. */
export function useFormat() {
  return {
    ago: computed(() => (atMs: number, nowMs: number) => formatRelative(atMs, nowMs, language.value)),
    bytes: computed(() => (bytes: number) => formatBytes(bytes, language.value)),
    clock: computed(() => (atMs: number) => formatTime(atMs, language.value)),
    date: computed(() => (atMs: number, nowMs: number) => formatDate(atMs, nowMs, language.value)),
    day: computed(() => (atMs: number, nowMs: number) => formatDay(atMs, nowMs, language.value)),
    month: computed(() => (atMs: number) => formatMonth(atMs, language.value)),
    moment: computed(() => (atMs: number, nowMs: number) => formatDateTime(atMs, nowMs, language.value)),
    seconds: computed(() => (ms: number, exact?: boolean) => formatDuration(ms, language.value, exact)),
    number: computed(() => (value: number) => new Intl.NumberFormat(LOCALE_TAG[language.value]).format(value)),
  };
}
