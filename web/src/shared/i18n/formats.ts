import { computed } from 'vue';
import { language } from './i18n.js';
import { sayAgo, sayBytes, sayClock, sayDay, sayMonth, sayMoment, saySeconds, TAG } from './sayings.js';

/** Dates, times and numbers in the language shown now; reading them in a template makes it follow a switch. */
export function useFormats() {
  return {
    ago: computed(() => (atMs: number, nowMs: number) => sayAgo(atMs, nowMs, language.value)),
    bytes: computed(() => (bytes: number) => sayBytes(bytes, language.value)),
    clock: computed(() => (atMs: number) => sayClock(atMs, language.value)),
    day: computed(() => (atMs: number, nowMs: number) => sayDay(atMs, nowMs, language.value)),
    month: computed(() => (atMs: number) => sayMonth(atMs, language.value)),
    moment: computed(() => (atMs: number, nowMs: number) => sayMoment(atMs, nowMs, language.value)),
    seconds: computed(() => (ms: number, exact?: boolean) => saySeconds(ms, language.value, exact)),
    number: computed(() => (value: number) => new Intl.NumberFormat(TAG[language.value]).format(value)),
  };
}
