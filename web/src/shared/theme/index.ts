import type { Theme } from '@visionary/contract';
import { usePreferredDark } from '@vueuse/core';
import { computed, shallowReadonly, shallowRef, watch } from 'vue';

const STORAGE_KEY = 'visionary.theme';
const PAPER = { light: '#f7f4ed', dark: '#171513' };

const isTheme = (value: unknown): value is Theme => value === 'light' || value === 'dark' || value === 'system';
const stored = localStorage.getItem(STORAGE_KEY);
const chosen = shallowRef<Theme>(isTheme(stored) ? stored : 'system');
const systemIsDark = usePreferredDark();

/** What the user chose. */
export const theme = shallowReadonly(chosen);
/** The resolved theme. */
export const isDark = computed(() => chosen.value === 'dark' || (chosen.value === 'system' && systemIsDark.value));

function show(): void {
  document.documentElement.classList.toggle('dark', isDark.value);
  const meta = document.querySelector<HTMLMetaElement>('meta[name=theme-color]');
  if (meta) meta.content = isDark.value ? PAPER.dark : PAPER.light;
}

watch(isDark, show, { flush: 'sync' });

/** Applies it at once and stores it in this browser; before-paint.js reads the same key. */
export function setTheme(to: Theme): void {
  chosen.value = to;
  localStorage.setItem(STORAGE_KEY, to);
}
