import type { CaseReportView } from '@visionary/contract';

/** One finding: blocked terms with their categories, an image class with its score, or a similar image. */
export type CheckResult =
  | { readonly kind: 'blockedTerms'; readonly text: string; readonly rules: readonly string[] }
  | { readonly kind: 'imageCheck'; readonly category: string; readonly score: number }
  | { readonly kind: 'similarToRemoved'; readonly bits: number }
  | { readonly kind: 'other'; readonly text: string };

/** The findings of the automatic checks, without duplicates. */
export function checkResults(reports: readonly CaseReportView[]): CheckResult[] {
  const results = reports.flatMap(({ by, detail }) => (by === undefined && detail ? [resultOf(detail)] : []));
  const keys = results.map((one) => JSON.stringify(one));
  return results.filter((one, at) => !(one.kind === 'other' && one.text === '') && keys.indexOf(keys[at] ?? '') === at);
}

function resultOf(detail: NonNullable<CaseReportView['detail']>): CheckResult {
  const { words: text, categories, category, score, bits } = detail;
  if (typeof text === 'string') {
    return {
      kind: 'blockedTerms',
      text,
      rules: String(categories ?? '')
        .split(', ')
        .filter(Boolean),
    };
  }
  if (typeof score === 'number') return { kind: 'imageCheck', category: String(category ?? ''), score };
  if (typeof bits === 'number') return { kind: 'similarToRemoved', bits };
  const parts = Object.entries(detail).map(([name, value]) => `${name} ${value}`);
  return { kind: 'other', text: parts.join(', ') };
}
