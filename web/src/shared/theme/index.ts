import type { Theme } from '@visionary/contract';
import { useLocalStorage, usePreferredDark } from '@vueuse/core';
import { computed, watch } from 'vue';

const PAPER = { light: '#f7f4ed', dark: '#171513' };

/** `before-paint.js` reads the same key. */
const chosen = useLocalStorage<Theme>('visionary.theme', 'system', { writeDefaults: false, flush: 'sync' });
const systemIsDark = usePreferredDark();

/** What the user chose. */
export const theme = computed(() => chosen.value);
/** The resolved theme. */
export const isDark = computed(() => chosen.value === 'dark' || (chosen.value !== 'light' && systemIsDark.value));

watch(
  isDark,
  (dark) => {
    document.documentElement.classList.toggle('dark', dark);
    const meta = document.querySelector<HTMLMetaElement>('meta[name=theme-color]');
    if (meta) meta.content = dark ? PAPER.dark : PAPER.light;
  },
  { flush: 'sync' },
);

/** Applies it at once and stores it in this browser. */
export const setTheme = (to: Theme): void => void (chosen.value = to);
