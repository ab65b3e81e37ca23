/** A piece of a run of Chinese text. `kind`: an entry or other known word, a word with nearest entries, or neither. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly kind: 'known' | 'near' | 'unknown';
}

/** What is known about words, folded. */
export interface WordKinds {
  readonly kindOf: (word: string) => 'known' | 'near' | undefined;
  readonly maxLength: number;
}

const segmenter = new Intl.Segmenter(['zh', 'en'], { granularity: 'word' });
/** A known word costs less than an unknown one, a long word less than several short ones. */
const COST = { known: 1, knownCharacter: 1.5, near: 1.2, segment: 4, character: 3.1 };

/**
 * Splits a run without spaces into the cheapest sequence of words: those of the vocabulary wherever they stand, and words of the
 * language between them. A known character inside an unknown word, such as 马 in 马路, does not make it known.
 */
export function segmentHan(run: string, { kindOf, maxLength }: WordKinds): Piece[] {
  const best: { readonly cost: number; readonly piece: Piece }[] = [];
  const costAt = (at: number) => (at === 0 ? 0 : (best[at]?.cost ?? Infinity));
  const add = (piece: Piece, cost: number) => {
    const total = costAt(piece.from) + cost;
    if (total < costAt(piece.to)) best[piece.to] = { cost: total, piece };
  };
  const segments = new Map([...segmenter.segment(run)].map(({ segment, index }) => [index, index + segment.length]));
  for (let from = 0; from < run.length; from++) {
    add({ from, to: from + 1, kind: 'unknown' }, COST.character);
    for (let to = from + 1; to <= Math.min(run.length, from + maxLength); to++) {
      const kind = kindOf(run.slice(from, to));
      if (kind === 'known') add({ from, to, kind }, to - from === 1 ? COST.knownCharacter : COST.known);
      if (kind === 'near' && to - from > 1) add({ from, to, kind }, COST.near);
    }
    const end = segments.get(from);
    if (end !== undefined && end - from > 1) {
      add({ from, to: end, kind: kindOf(run.slice(from, end)) ?? 'unknown' }, COST.segment);
    }
  }
  const pieces: Piece[] = [];
  for (let at = run.length; at > 0; at = pieces[0]!.from) pieces.unshift(best[at]!.piece);
  return pieces;
}
