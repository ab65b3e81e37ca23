/** A piece of a prompt and how much it counts; the word BREAK at weight -1 starts a new window. */
export interface WeightedText {
  readonly text: string;
  readonly weight: number;
}

/** The weight that marks a BREAK which counts; inside weighted brackets it is multiplied and becomes a word. */
export const BREAK_WEIGHT = -1;

const ROUND = 1.1;
const SQUARE = 1 / 1.1;
/** Full-width digits are digits to the field, too; a full-width colon or bracket is a letter. */
const TOKEN = /\\[()[\]\\]|\\|\(|\[|:\s*([+-]?[.\d\uff10-\uff19]+)\s*\)|\)|\]|[^\\()[\]:]+|:/gu;
const BREAK = /(?<![\p{L}\p{N}_])BREAK(?![\p{L}\p{N}_])/gu;

interface Piece {
  text: string;
  weight: number;
}

/**
 * Weights as the field writes them (the grammar of AUTOMATIC1111's web UI): `(x)` counts 1.1 times, `[x]` 1/1.1 times,
 * `(x:1.3)` as much as it says; brackets nest, a backslash takes a bracket's meaning away, what is not closed runs to the
 * end, and what closes nothing is text. Neighbours of equal weight are one piece. Schedules must have been resolved.
 * @returns at least one piece; never throws
 */
export function parseWeights(prompt: string): WeightedText[] {
  const pieces: Piece[] = [];
  const round: number[] = [];
  const square: number[] = [];
  const multiply = (from: number, factor: number): void => {
    for (let i = from; i < pieces.length; i++) pieces[i]!.weight *= factor;
  };
  for (const [token, digits] of prompt.matchAll(TOKEN)) {
    const weight = digits === undefined ? undefined : readWeight(digits);
    const closing = token.endsWith(')') ? round : token === ']' ? square : undefined;
    if (token.startsWith('\\')) pieces.push({ text: token.slice(1), weight: 1 });
    else if (token === '(') round.push(pieces.length);
    else if (token === '[') square.push(pieces.length);
    else if (weight !== undefined && round.length > 0) multiply(round.pop()!, weight);
    else if (closing?.length && token.length === 1) multiply(closing.pop()!, closing === round ? ROUND : SQUARE);
    else if (digits !== undefined && weight === undefined) closeWithout(token, pieces, round, multiply);
    else pieces.push(...splitAtBreaks(token));
  }
  for (const from of round) multiply(from, ROUND);
  for (const from of square) multiply(from, SQUARE);
  return merge(pieces);
}

/** What looks like a weight but is no number, like `:1.2.3)`, is a word before a closing bracket. */
function closeWithout(
  token: string,
  pieces: Piece[],
  round: number[],
  multiply: (from: number, factor: number) => void,
): void {
  pieces.push({ text: round.length > 0 ? token.slice(0, -1) : token, weight: 1 });
  if (round.length > 0) multiply(round.pop()!, ROUND);
}

function readWeight(digits: string): number | undefined {
  const value = Number(digits.normalize('NFKC'));
  return Number.isFinite(value) ? value : undefined;
}

/** Cut without a pattern that would have to look for spaces on both sides: long runs of them would make it slow. */
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
