import type { TermMatch } from '@visionary/contract';
import { t } from '../../shared/i18n/index.js';

/** The explanation of a blocked term. */
export function useTermText() {
  const rule = ({ category }: TermMatch): string => t(`rules.${category}`);
  const quoted = (terms: readonly string[]): string =>
    terms.map((word) => t('rules.quoted', { word })).join(t('app.comma'));
  return {
    explain(hit: TermMatch): string {
      const match = { word: hit.matchedText, rule: rule(hit) };
      const isStarred = hit.action === 'replace';
      if (!hit.otherParts) return t(isStarred ? 'termCheck.starred' : 'termCheck.rejected', match);
      return t(isStarred ? 'termCheck.starredTogether' : 'termCheck.together', {
        ...match,
        others: quoted(hit.otherParts.split(' + ')),
      });
    },
    instead: ({ suggestion }: TermMatch): string =>
      suggestion === undefined ? t('termCheck.takeOut') : t('termCheck.write', { word: suggestion }),
  };
}
