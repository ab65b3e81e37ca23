import type { WordHit } from '@visionary/contract';
import { useI18n } from 'vue-i18n';

/** What is said of a listed word, beside it. */
export function useHitWords() {
  const { t } = useI18n();
  const rule = ({ category }: WordHit): string => t(`rules.${category}`);
  return {
    why: (hit: WordHit): string =>
      t(hit.action === 'replace' ? 'checks.starred' : 'checks.refused', { word: hit.typed, rule: rule(hit) }),
    instead: ({ proposal }: WordHit): string =>
      proposal === undefined ? t('checks.takeOut') : t('checks.write', { word: proposal }),
  };
}
