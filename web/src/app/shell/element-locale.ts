import type { Language } from '@visionary/contract';
import type { Language as ElementWords } from 'element-plus/es/locale/index.mjs';

/** Element Plus texts (close, confirm) in the current language. */
export async function loadElementLocale(language: Language): Promise<ElementWords> {
  return language === 'zh'
    ? (await import('element-plus/es/locale/lang/zh-cn.mjs')).default
    : (await import('element-plus/es/locale/lang/en.mjs')).default;
}
