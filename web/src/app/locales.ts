import type { Language } from '@visionary/contract';
import type { Messages } from '../shared/i18n/i18n.js';
import type * as englishFiles from './locales.en.js';

type EnglishFiles = typeof englishFiles;

declare module '../shared/i18n/i18n.js' {
  interface EnglishTexts extends EnglishFiles {}
}

/** Loads all texts of a language as one chunk. Each file owns one top-level key. */
export async function loadLocale(language: Language): Promise<Messages> {
  const files = language === 'zh' ? (await import('./locales.zh.js')).default : await import('./locales.en.js');
  return Object.assign({}, ...Object.values(files)) as Messages;
}
