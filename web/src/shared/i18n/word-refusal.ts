import { type ErrorDetail, WordsRefused } from '@visionary/contract';

type Say = (key: string, values?: Record<string, unknown>) => string;
const different = (words: readonly string[]): string[] => [...new Set(words)];

/** Which words, which rule, and what to write instead, as far as somebody proposed something. */
export function sayWords(t: Say, detail: ErrorDetail): string {
  const { hits } = WordsRefused.safeParse(detail).data ?? { hits: [] };
  const quoted = (words: readonly string[]) =>
    different(words)
      .map((word) => t('rules.quoted', { word }))
      .join(t('rules.and'));
  const values = {
    words: quoted(hits.map(({ typed }) => typed)),
    rules: different(hits.map(({ category }) => t(`rules.${category}`))).join(t('rules.and')),
  };
  const instead = hits.flatMap(({ proposal }) => proposal ?? []);
  if (instead.length === 0) {
    return t(hits.some(({ beside }) => beside) ? 'errors.SAFETY_WORDS_together' : 'errors.SAFETY_WORDS', values);
  }
  return t('errors.SAFETY_WORDS_instead', { ...values, instead: quoted(instead) });
}
