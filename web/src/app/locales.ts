import type { Language } from '@visionary/contract';
import type { Messages } from '../shared/i18n/i18n.js';

/** Loads all texts of a language as one chunk. Each file owns one top-level key. */
export async function loadLocale(language: Language): Promise<Messages> {
  return language === 'zh' ? (await import('./locales.zh.js')).default : (await import('./locales.en.js')).default;
}
