import type { TermMatch } from '@visionary/contract';
import { t } from '../../shared/i18n/index.js';

const quoted = (terms: readonly string[]): string =>
  terms.map((word) => t('rules.quoted', { word })).join(t('app.comma'));

/** The explanation of a blocked term. */
export function explainTerm(hit: TermMatch): string {
  const match = { word: hit.matchedText, rule: t(`rules.${hit.category}`) };
  const isStarred = hit.action === 'replace';
  if (!hit.otherParts) return t(isStarred ? 'termCheck.starred' : 'termCheck.rejected', match);
  return t(isStarred ? 'termCheck.starredTogether' : 'termCheck.together', {
    ...match,
    others: quoted(hit.otherParts.split(' + ')),
  });
}

/** What to write instead of a blocked term. */
export const replacementText = ({ suggestion }: TermMatch): string =>
  suggestion === undefined ? t('termCheck.takeOut') : t('termCheck.write', { word: suggestion });
