import { describe, expect, it } from '@jest/globals';
import { i18n, language, setLanguage, startI18n, t, textIn } from './i18n.js';

describe('the interface language', () => {
  it('[W4] is the last requested one, whichever texts load first', async () => {
    const root = { lang: '' };
    const kept = new Map<string, string>();
    Object.assign(globalThis, {
      document: { documentElement: root },
      localStorage: { getItem: (key: string) => kept.get(key) ?? null, setItem: kept.set.bind(kept) },
    });
    const comes = { en: Promise.withResolvers<object>(), zh: Promise.withResolvers<object>() };
    kept.set('visionary.language', 'en');
    const begun = startI18n((of) => comes[of].promise as Promise<Record<string, string>>);
    const switched = setLanguage('zh');
    comes.zh.resolve({ title: '画' });
    await switched;
    comes.en.resolve({ title: 'picture' });
    await begun;
    expect([language.value, i18n.global.locale.value, root.lang]).toEqual(['zh', 'zh', 'zh-CN']);
  });

  it('[W4] has a text for each key in the code, and another text for unknown data', () => {
    i18n.global.setLocaleMessage('zh', { failures: { timeout: '超时' } });
    // @ts-expect-error -- there is no such key
    expect(t('failures.nothing')).toBe('failures.nothing');
    expect(['timeout', 'nothing'].map((code) => textIn('failures', code, '失败'))).toEqual(['超时', '失败']);
  });
});
