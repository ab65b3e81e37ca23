import type { Language } from '@visionary/contract';
import { shallowReadonly, shallowRef } from 'vue';
import { createI18n } from 'vue-i18n';

const STORED = 'visionary.language';

export interface Messages {
  [key: string]: string | Messages;
}
type MessageLoader = (language: Language) => Promise<Messages>;

const current = shallowRef<Language>('en');
export const language = shallowReadonly(current);

export const i18n = createI18n<false>({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: { en: {}, zh: {} },
});

let load: MessageLoader;
const loaded = new Set<Language>();
/** The last requested language: texts of an earlier request that load later change nothing. */
let requested: Language | null = null;

/** The language of this browser: the stored choice, else the browser's language. */
function preferredLanguage(): Language {
  const stored = localStorage.getItem(STORED);
  if (stored === 'zh' || stored === 'en') return stored;
  return /^zh\b/i.test(navigator.language) ? 'zh' : 'en';
}

export async function startI18n(loader: MessageLoader): Promise<void> {
  load = loader;
  await show(preferredLanguage());
}

/** Switches the language of the interface and stores it in this browser. */
export async function setLanguage(to: Language): Promise<void> {
  localStorage.setItem(STORED, to);
  await show(to);
}

async function show(to: Language): Promise<void> {
  requested = to;
  if (!loaded.has(to)) {
    i18n.global.setLocaleMessage(to, await load(to));
    loaded.add(to);
  }
  if (requested !== to) return;
  current.value = to;
  i18n.global.locale.value = to;
  document.documentElement.lang = to === 'zh' ? 'zh-CN' : 'en';
}
