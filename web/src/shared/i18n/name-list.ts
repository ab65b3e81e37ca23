import { t } from './i18n.js';

/** Lists names in a sentence: "Ana, Bo and Cem". */
export function nameList(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(t('app.comma'))}${t('app.and')}${last}`;
}
