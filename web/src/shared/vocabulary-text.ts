import type { VocabularySummary } from '@visionary/contract';
import { formatNumber, nameList, t } from './i18n/index.js';

/** How much a model knows: `knows 200 things, 25 places, and 12 styles`. */
export function vocabularyText({ things, places, styles }: VocabularySummary): string {
  const counts = [
    ...(things > 0 ? [t('app.knowsThings', { count: formatNumber(things) }, things)] : []),
    ...(places > 0 ? [t('app.knowsPlaces', { count: formatNumber(places) }, places)] : []),
    ...(styles > 0 ? [t('app.knowsStyles', { count: formatNumber(styles) }, styles)] : []),
  ];
  return counts.length > 0 ? t('app.knows', { what: nameList(counts) }) : '';
}
