import type { Cooperative } from '../cooperative.js';

/** Offsets in code units. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

interface PartMatch extends TextRange {
  readonly termId: string;
  /** One occurrence of each other part. */
  readonly otherParts: readonly TextRange[];
}

interface MultiPartTerm {
  readonly id: string;
  /** The words of each part, by number. */
  readonly parts: readonly (readonly number[])[];
}

const TERMS_PER_SLICE = 4096;

/** Finds terms whose parts all occur in a text, in any order. */
export class MultiPartMatcher {
  private readonly words = new Map<string, number>();
  private readonly terms: MultiPartTerm[] = [];
  /** Terms by the words of their rarest part. */
  private readonly byRarestWord: MultiPartTerm[][] = [];

  /** @returns the words that no earlier term has, with the numbers under which they are searched */
  add(id: string, parts: readonly (readonly string[])[]): { readonly text: string; readonly wordNumber: number }[] {
    const newWords: { text: string; wordNumber: number }[] = [];
    const numberOf = (text: string): number => {
      const key = text.trim().toLowerCase();
      const existing = this.words.get(key);
      if (existing !== undefined) return existing;
      newWords.push({ text, wordNumber: this.words.size });
      this.words.set(key, this.words.size);
      return this.words.size - 1;
    };
    this.terms.push({ id, parts: parts.map((words) => words.map(numberOf)) });
    return newWords;
  }

  /** Call it after the last term: a word that many terms share must not cost a lookup of each. */
  *index(): Cooperative<void> {
    const uses = new Uint32Array(this.words.size);
    for (const { parts } of this.terms) for (const word of parts.flat()) uses[word]!++;
    for (let n = 0; n < this.terms.length; n++) {
      if (n % TERMS_PER_SLICE === 0) yield;
      const term = this.terms[n]!;
      const frequencies = term.parts.map((words) => Math.max(...words.map((word) => uses[word]!)));
      for (const word of term.parts[frequencies.indexOf(Math.min(...frequencies))]!) {
        (this.byRarestWord[word] ??= []).push(term);
      }
    }
  }

  /** @param occurrences the occurrences of each word */
  *findIn(occurrences: ReadonlyMap<number, readonly TextRange[]>): Generator<PartMatch> {
    const visited = new Set<MultiPartTerm>();
    for (const word of occurrences.keys()) {
      for (const term of this.byRarestWord[word] ?? []) {
        if (visited.has(term)) continue;
        visited.add(term);
        if (!term.parts.every((words) => words.some((other) => occurrences.has(other)))) continue;
        yield* partMatches(term, occurrences);
      }
    }
  }
}

function* partMatches(
  { id, parts }: MultiPartTerm,
  occurrences: ReadonlyMap<number, readonly TextRange[]>,
): Generator<PartMatch> {
  const byPart = parts.map((words) => words.flatMap((word) => occurrences.get(word) ?? []));
  const chosen = chooseDisjoint(byPart);
  if (!chosen) return;
  for (const [part, ranges] of byPart.entries()) {
    const otherParts = chosen.filter((_, other) => other !== part);
    for (const { start, end } of ranges) yield { termId: id, start, end, otherParts };
  }
}

/** Chooses one occurrence of each part so that none overlap: the girl in "little girl" isn't a second girl. */
function chooseDisjoint(occurrences: readonly (readonly TextRange[])[]): TextRange[] | undefined {
  const chosen: TextRange[] = [];
  const fewestFirst = [...occurrences.keys()].sort((a, b) => occurrences[a]!.length - occurrences[b]!.length);
  for (const part of fewestFirst) {
    const free = occurrences[part]!.find((range) => !chosen.some((other) => other && overlap(range, other)));
    if (!free) return undefined;
    chosen[part] = free;
  }
  return chosen;
}

const overlap = (a: TextRange, b: TextRange): boolean => a.start < b.end && b.start < a.end;
