import type { QueryTerm } from '@visionary/kernel';

/** Longer phrases are asked for in pieces: InnoDB refuses them. */
const PHRASE_WORDS = 64;

/** How SQLite's FTS5 is asked for it. */
export const toFts5Query = ({ tokens, isPrefix }: QueryTerm): string => `"${tokens.join(' ')}"${isPrefix ? '*' : ''}`;

/**
 * How MySQL's index is asked for it, in boolean mode.
 * @param orTokens any of these instead will do, too
 */
export const toBooleanQuery = ({ tokens, isPrefix }: QueryTerm, orTokens: readonly string[] = []): string =>
  (isPrefix ? [`${tokens.join(' ')}*`] : piecesOf(tokens).map(askPhrase))
    .map((piece) => (orTokens.length > 0 ? `+(${[piece, ...orTokens].join(' ')})` : `+${piece}`))
    .join(' ');

const piecesOf = (tokens: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(tokens.length / PHRASE_WORDS) }, (_, index) =>
    tokens.slice(index * PHRASE_WORDS, (index + 1) * PHRASE_WORDS),
  );

const askPhrase = (tokens: readonly string[]): string =>
  tokens.length > 1 ? `"${tokens.join(' ')}"` : tokens.join('');

/** The rarest of several words is likely the longest: an index that looks for it first has less to compare. */
export const sortLongestFirst = (a: QueryTerm, b: QueryTerm): number =>
  b.tokens.join('').length - a.tokens.join('').length;
