import type { WordHit } from '@visionary/contract';
import { useI18n } from 'vue-i18n';

/** What is said of a listed word, beside it. */
export function useHitWords() {
  const { t } = useI18n();
  const rule = ({ category }: WordHit): string => t(`rules.${category}`);
  const quoted = (words: readonly string[]): string =>
    words.map((word) => t('rules.quoted', { word })).join(t('rules.and'));
  return {
    why(hit: WordHit): string {
      const said = { word: hit.typed, rule: rule(hit) };
      const isStarred = hit.action === 'replace';
      if (!hit.beside) return t(isStarred ? 'checks.starred' : 'checks.refused', said);
      return t(isStarred ? 'checks.starredTogether' : 'checks.together', {
        ...said,
        others: quoted(hit.beside.split(' + ')),
      });
    },
    instead: ({ proposal }: WordHit): string =>
      proposal === undefined ? t('checks.takeOut') : t('checks.write', { word: proposal }),
  };
}
