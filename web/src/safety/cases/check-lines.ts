import type { CaseReportView } from '@visionary/contract';

/** One thing a check found: listed words with their rules, a class of pictures with its score, or what a picture looks like. */
export type CheckFound =
  | { readonly kind: 'words'; readonly words: string; readonly rules: readonly string[] }
  | { readonly kind: 'picture'; readonly category: string; readonly score: number }
  | { readonly kind: 'alike'; readonly bits: number }
  | { readonly kind: 'other'; readonly text: string };

/** What the checks of the server found, each once. */
export function checksFound(reports: readonly CaseReportView[]): CheckFound[] {
  const found = reports.flatMap(({ by, detail }) => (by === undefined && detail ? [foundIn(detail)] : []));
  const keys = found.map((one) => JSON.stringify(one));
  return found.filter((one, at) => !(one.kind === 'other' && one.text === '') && keys.indexOf(keys[at] ?? '') === at);
}

function foundIn(detail: NonNullable<CaseReportView['detail']>): CheckFound {
  const { words, categories, category, score, bits } = detail;
  if (typeof words === 'string') {
    return {
      kind: 'words',
      words,
      rules: String(categories ?? '')
        .split(', ')
        .filter(Boolean),
    };
  }
  if (typeof score === 'number') return { kind: 'picture', category: String(category ?? ''), score };
  if (typeof bits === 'number') return { kind: 'alike', bits };
  const parts = Object.entries(detail).map(([name, value]) => `${name} ${value}`);
  return { kind: 'other', text: parts.join(', ') };
}
