import { useI18n } from 'vue-i18n';

/** Lists names in a sentence: "Ana, Bo and Cem". */
export function useNameList() {
  const { t } = useI18n();
  return (names: readonly string[]): string => {
    const last = names.at(-1) ?? '';
    return names.length < 2 ? last : `${names.slice(0, -1).join(t('app.comma'))}${t('app.and')}${last}`;
  };
}
