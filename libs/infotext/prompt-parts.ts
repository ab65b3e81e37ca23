/** A part of a prompt between ANDs, and its weight. */
export interface PromptPart {
  readonly text: string;
  readonly weight: number;
}

const AND = /(?<![\p{L}\p{N}_])AND(?![\p{L}\p{N}_])/gu;
/** AUTOMATIC1111's web UI accepts full-width digits. */
const WEIGHT = /^\s*([-+]?(?:[\d\uff10-\uff19]+\.?|[\d\uff10-\uff19]*\.[\d\uff10-\uff19]+))\s*$/u;

/**
 * Splits a prompt at AND (Liu et al. 2022, "Composable diffusion") as AUTOMATIC1111's web UI does, before schedules and
 * weights: `a AND b :1.2` has two parts. Unlike there, a prompt without AND is one part of weight 1 whatever its end is.
 * @returns at least one part; never throws
 */
export function promptParts(prompt: string): PromptPart[] {
  const pieces = promptPieces(prompt);
  return pieces.length === 1 ? [{ text: prompt, weight: 1 }] : pieces.map(readPart);
}

/** The texts between ANDs, verbatim. */
export const promptPieces = (prompt: string): string[] => prompt.split(AND);

/** Positions of ANDs, and of the weights at the ends of parts. Ends are excluded. */
export function promptPartMarks(prompt: string): { ands: [number, number][]; weights: [number, number][] } {
  const ands = [...prompt.matchAll(AND)].map(({ index }): [number, number] => [index, index + 3]);
  if (ands.length === 0) return { ands: [], weights: [] };
  const ends = [...ands.map(([from]) => from), prompt.length];
  const weights = ends.flatMap((end, i): [number, number][] => {
    const start = i === 0 ? 0 : ands[i - 1]![1];
    const piece = prompt.slice(start, end);
    const colon = weightStart(piece);
    return colon === undefined ? [] : [[start + colon, start + piece.trimEnd().length]];
  });
  return { ands, weights };
}

function readPart(piece: string): PromptPart {
  const colon = weightStart(piece);
  if (colon === undefined) return { text: piece.trimEnd(), weight: 1 };
  return { text: piece.slice(0, colon).trimEnd(), weight: Number(piece.slice(colon + 1).normalize('NFKC')) };
}

/** Position of the colon before the weight of a part. */
function weightStart(piece: string): number | undefined {
  const colon = piece.lastIndexOf(':');
  return colon >= 0 && WEIGHT.test(piece.slice(colon + 1)) ? colon : undefined;
}
