import type { QueryTerm } from '@visionary/kernel';

/** InnoDB rejects longer phrases, so they are split. */
const PHRASE_WORDS = 64;

/** Query for SQLite's FTS5. */
export const toFts5Query = ({ tokens, isPrefix }: QueryTerm): string => `"${tokens.join(' ')}"${isPrefix ? '*' : ''}`;

/**
 * Query for MySQL's full-text index in boolean mode.
 * @param orTokens alternatives, any of which also matches
 */
export const toBooleanQuery = ({ tokens, isPrefix }: QueryTerm, orTokens: readonly string[] = []): string =>
  (isPrefix ? [`${tokens.join(' ')}*`] : phrasesOf(tokens).map(quotePhrase))
    .map((phrase) => (orTokens.length > 0 ? `+(${[phrase, ...orTokens].join(' ')})` : `+${phrase}`))
    .join(' ');

const phrasesOf = (tokens: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(tokens.length / PHRASE_WORDS) }, (_, index) =>
    tokens.slice(index * PHRASE_WORDS, (index + 1) * PHRASE_WORDS),
  );

const quotePhrase = (tokens: readonly string[]): string =>
  tokens.length > 1 ? `"${tokens.join(' ')}"` : tokens.join('');

/** The longest term is likely the rarest. Matching it first leaves less to compare. */
export const sortLongestFirst = (a: QueryTerm, b: QueryTerm): number =>
  b.tokens.join('').length - a.tokens.join('').length;
