import { LICENCES, type LicenceId, type LicenceTerms } from '@visionary/contract';
import { useI18n } from 'vue-i18n';
import { licenceName } from '../../shared/licence-name.js';

/** One thing a licence allows, asks for, or forbids. */
interface Term {
  readonly id: string;
  /** `asks`: allowed under this condition. */
  readonly sort: 'allows' | 'asks' | 'forbids';
  readonly words: string;
}

/** Licences as people call them, and what they allow in words. */
export function useLicence() {
  const { t } = useI18n();
  const term = (id: string, sort: Term['sort']): Term => ({ id, sort, words: t(`hub.licence.${id}`) });
  const termsOf = (id: LicenceId): LicenceTerms | null => (id === 'other' ? null : LICENCES[id]);
  function allows(id: LicenceId): readonly Term[] {
    const terms = termsOf(id);
    if (!terms) return [];
    return [
      terms.credit ? term('credit', 'asks') : term('noCredit', 'allows'),
      terms.commercial ? term('commercial', 'allows') : term('noCommercial', 'forbids'),
      terms.derivatives ? term('derivatives', 'allows') : term('noDerivatives', 'forbids'),
      ...(terms.shareAlike ? [term('shareAlike', 'asks')] : []),
      ...(terms.restricted ? [term('restricted', 'forbids')] : []),
    ];
  }
  return {
    nameOf: (id: LicenceId): string => (id === 'other' ? t('hub.licence.other') : licenceName(id)),
    allows,
    textOf: (id: LicenceId): string | null => termsOf(id)?.url ?? null,
    /** In one line. */
    inShort: (id: LicenceId): string =>
      allows(id)
        .map(({ words }) => words)
        .join(t('generation.comma')),
  };
}
