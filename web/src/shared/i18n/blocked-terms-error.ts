import { type ErrorDetail, BlockedTermsDetail } from '@visionary/contract';

type Translate = (key: string, values?: Record<string, unknown>) => string;
const different = (terms: readonly string[]): string[] => [...new Set(terms)];

/** Names the blocked terms, their rule, and suggested replacements. */
export function blockedTermsErrorText(t: Translate, detail: ErrorDetail): string {
  const { hits } = BlockedTermsDetail.safeParse(detail).data ?? { hits: [] };
  const quoted = (terms: readonly string[]) =>
    different(terms)
      .map((word) => t('rules.quoted', { word }))
      .join(t('rules.and'));
  const values = {
    terms: quoted(hits.map(({ matchedText }) => matchedText)),
    rules: different(hits.map(({ category }) => t(`rules.${category}`))).join(t('rules.and')),
  };
  const instead = hits.flatMap(({ suggestion }) => suggestion ?? []);
  if (instead.length === 0) {
    return t(
      hits.some(({ otherParts }) => otherParts)
        ? 'errors.SAFETY_BLOCKED_TERMS_together'
        : 'errors.SAFETY_BLOCKED_TERMS',
      values,
    );
  }
  return t('errors.SAFETY_BLOCKED_TERMS_instead', { ...values, instead: quoted(instead) });
}
