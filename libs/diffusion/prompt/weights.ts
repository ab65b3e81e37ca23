/** A piece of a prompt and its weight. BREAK with a weight of -1 starts a new chunk. */
export interface WeightedText {
  readonly text: string;
  readonly weight: number;
}

/** Marks an effective BREAK. Inside weighted brackets the product differs, and BREAK becomes plain text. */
export const BREAK_WEIGHT = -1;

const PARENTHESIS_FACTOR = 1.1;
const BRACKET_FACTOR = 1 / 1.1;
/** AUTOMATIC1111's web UI accepts full-width digits, but not full-width colons or brackets. */
const TOKEN = /\\[()[\]\\]|\\|\(|\[|:\s*([+-]?[.\d\uff10-\uff19]+)\s*\)|\)|\]|[^\\()[\]:]+|:/gu;
const BREAK = /(?<![\p{L}\p{N}_])BREAK(?![\p{L}\p{N}_])/gu;

interface Piece {
  text: string;
  weight: number;
}

/**
 * Parses weights (grammar of AUTOMATIC1111's web UI): `(x)` multiplies by 1.1, `[x]` by 1/1.1, `(x:1.3)` by the
 * number. Brackets nest, a backslash escapes a bracket, an unclosed bracket extends to the end, and an unmatched
 * closing bracket is text. Neighbors of equal weight are merged. Schedules must already be resolved.
 * @returns at least one piece; never throws
 */
export function parseWeights(prompt: string): WeightedText[] {
  const pieces: Piece[] = [];
  const openParentheses: number[] = [];
  const openBrackets: number[] = [];
  const multiply = (from: number, factor: number): void => {
    for (let i = from; i < pieces.length; i++) pieces[i]!.weight *= factor;
  };
  for (const [token, digits] of prompt.matchAll(TOKEN)) {
    const weight = digits === undefined ? undefined : readWeight(digits);
    const closing = token.endsWith(')') ? openParentheses : token === ']' ? openBrackets : undefined;
    if (token.startsWith('\\')) pieces.push({ text: token.slice(1), weight: 1 });
    else if (token === '(') openParentheses.push(pieces.length);
    else if (token === '[') openBrackets.push(pieces.length);
    else if (weight !== undefined && openParentheses.length > 0) multiply(openParentheses.pop()!, weight);
    else if (closing?.length && token.length === 1) {
      multiply(closing.pop()!, closing === openParentheses ? PARENTHESIS_FACTOR : BRACKET_FACTOR);
    } else if (digits !== undefined && weight === undefined) {
      closeWithInvalidWeight(token, pieces, openParentheses, multiply);
    } else pieces.push(...splitAtBreaks(token));
  }
  for (const from of openParentheses) multiply(from, PARENTHESIS_FACTOR);
  for (const from of openBrackets) multiply(from, BRACKET_FACTOR);
  return merge(pieces);
}

/** An invalid weight, such as `:1.2.3)`, is text before a closing bracket. */
function closeWithInvalidWeight(
  token: string,
  pieces: Piece[],
  openParentheses: number[],
  multiply: (from: number, factor: number) => void,
): void {
  pieces.push({ text: openParentheses.length > 0 ? token.slice(0, -1) : token, weight: 1 });
  if (openParentheses.length > 0) multiply(openParentheses.pop()!, PARENTHESIS_FACTOR);
}

function readWeight(digits: string): number | undefined {
  const value = Number(digits.normalize('NFKC'));
  return Number.isFinite(value) ? value : undefined;
}

/** Splits without a pattern for spaces on both sides, which would be slow on long runs of spaces. */
function splitAtBreaks(text: string): Piece[] {
  const parts = text.split(BREAK);
  return parts.flatMap((part, i) => {
    const left = i > 0 ? part.trimStart() : part;
    const piece = { text: i < parts.length - 1 ? left.trimEnd() : left, weight: 1 };
    return i > 0 ? [{ text: 'BREAK', weight: BREAK_WEIGHT }, piece] : [piece];
  });
}

function merge(pieces: readonly Piece[]): WeightedText[] {
  const merged: Piece[] = [];
  for (const piece of pieces) {
    const last = merged[merged.length - 1];
    if (last?.weight === piece.weight) last.text += piece.text;
    else merged.push({ ...piece });
  }
  return merged.length > 0 ? merged : [{ text: '', weight: 1 }];
}
