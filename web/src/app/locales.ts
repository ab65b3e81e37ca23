import type { Language } from '@visionary/contract';
import type { Messages } from '../shared/i18n/i18n.js';

/** Every slice's words of one language in one file: each names its own top key, so that two never meet. */
export async function loadLocale(language: Language): Promise<Messages> {
  return language === 'zh' ? (await import('./locales.zh.js')).default : (await import('./locales.en.js')).default;
}
