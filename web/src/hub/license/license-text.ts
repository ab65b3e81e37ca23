import { LICENSES, type LicenseId, type LicenseTerms } from '@visionary/contract';
import { licenseName } from '../../shared/license-name.js';
import { t, type WordOf } from '../../shared/i18n/index.js';

/** One term of a license. */
interface Term {
  readonly id: string;
  /** `asks`: allowed under this condition. */
  readonly sort: 'allows' | 'asks' | 'forbids';
  readonly terms: string;
}

const term = (id: WordOf<'hub.license'>, sort: Term['sort']): Term => ({ id, sort, terms: t(`hub.license.${id}`) });
const termsOf = (id: LicenseId): LicenseTerms | null => (id === 'other' ? null : LICENSES[id]);

export function licenseTerms(id: LicenseId): readonly Term[] {
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

export const licenseTitle = (id: LicenseId): string => (id === 'other' ? t('hub.license.other') : licenseName(id));
export const licenseUrl = (id: LicenseId): string | null => termsOf(id)?.url ?? null;

/** The terms in one line. */
export const termsInShort = (id: LicenseId): string =>
  licenseTerms(id)
    .map(({ terms }) => terms)
    .join(t('generation.comma'));
