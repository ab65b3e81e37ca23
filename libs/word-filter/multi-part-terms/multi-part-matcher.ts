import type { Cooperative } from '../cooperative.js';

/** Where a text holds a word; offsets in code units. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A place that counts because of what stands elsewhere in the text. */
interface PlaceTogether extends TextRange {
  readonly termId: string;
  /** One place of each other part. */
  readonly beside: readonly TextRange[];
}

interface TermOfParts {
  readonly id: string;
  /** For each part its words. */
  readonly parts: readonly (readonly number[])[];
}

const TERMS_OF_A_SLICE = 4096;

/** Terms of several parts, which are found where all of them stand in one text, in any order. */
export class MultiPartMatcher {
  private readonly words = new Map<string, number>();
  private readonly terms: TermOfParts[] = [];
  /** For each word the terms that are looked at where it was found: those of which no other part has fewer. */
  private readonly rarest: TermOfParts[][] = [];

  /** @returns the words that no term before had: each is looked for by its number */
  take(id: string, parts: readonly (readonly string[])[]): { readonly text: string; readonly word: number }[] {
    const fresh: { text: string; word: number }[] = [];
    const numberOf = (text: string): number => {
      const key = text.trim().toLowerCase();
      const known = this.words.get(key);
      if (known !== undefined) return known;
      fresh.push({ text, word: this.words.size });
      this.words.set(key, this.words.size);
      return this.words.size - 1;
    };
    this.terms.push({ id, parts: parts.map((words) => words.map(numberOf)) });
    return fresh;
  }

  /** To be called when all are taken: so that a word that a hundred thousand terms have costs none of them a look. */
  *settle(): Cooperative<void> {
    const uses = new Uint32Array(this.words.size);
    for (const { parts } of this.terms) for (const word of parts.flat()) uses[word]!++;
    for (let n = 0; n < this.terms.length; n++) {
      if (n % TERMS_OF_A_SLICE === 0) yield;
      const term = this.terms[n]!;
      const often = term.parts.map((words) => Math.max(...words.map((word) => uses[word]!)));
      for (const word of term.parts[often.indexOf(Math.min(...often))]!) (this.rarest[word] ??= []).push(term);
    }
  }

  /** @param found for each word that the text holds where it does */
  *findIn(found: ReadonlyMap<number, readonly TextRange[]>): Generator<PlaceTogether> {
    const seen = new Set<TermOfParts>();
    for (const word of found.keys()) {
      for (const term of this.rarest[word] ?? []) {
        if (seen.has(term)) continue;
        seen.add(term);
        yield* placesOf(term, found);
      }
    }
  }
}

function* placesOf(
  { id, parts }: TermOfParts,
  found: ReadonlyMap<number, readonly TextRange[]>,
): Generator<PlaceTogether> {
  const places = parts.map((words) => words.flatMap((word) => found.get(word) ?? []));
  const chosen = apart(places);
  if (!chosen) return;
  for (const [n, ofPart] of places.entries()) {
    const beside = chosen.filter((_, other) => other !== n);
    for (const { start, end } of ofPart) yield { termId: id, start, end, beside };
  }
}

/** @returns one place for each part, none of which is in another's: who is little is no second girl; nothing where there are none */
function apart(places: readonly (readonly TextRange[])[]): TextRange[] | undefined {
  const chosen: TextRange[] = [];
  const fewestFirst = [...places.keys()].sort((a, b) => places[a]!.length - places[b]!.length);
  for (const part of fewestFirst) {
    const free = places[part]!.find((place) => !chosen.some((other) => other && overlap(place, other)));
    if (!free) return undefined;
    chosen[part] = free;
  }
  return chosen;
}

const overlap = (a: TextRange, b: TextRange): boolean => a.start < b.end && b.start < a.end;
