import type { TermMatch } from '../term.js';
import type { TextRange, MultiPartMatcher } from '../multi-part-terms/multi-part-matcher.js';
import type { Pattern } from './pattern.js';

const MAX_MATCHES = 1000;
/** An allowed phrase ends at most this far after a match inside it. */
const MAX_PHRASE_DISTANCE = 500;
/** Occurrences of a word of multi-part terms. */
const MAX_OCCURRENCES = 50;

/** An allowed phrase across prompt syntax doesn't apply to multi-part terms: `nude (tree:0) child`. */
const PROMPT_SYNTAX = /[()[\]{}<>\\|:]|BREAK/u;

type PatternId = Pick<Pattern, 'termId' | 'word'>;
export interface Found extends PatternId, TextRange {}

/** Collects the matches of one text over all its readings. */
export class MatchCollector {
  private readonly accepted = new Map<string, Found>();
  /** Accepted words of multi-part terms. */
  private readonly words = new Map<number, Found[]>();
  private pending: Found[] = [];
  /** Allowed phrases of all readings. They apply to matches of every reading. */
  private readonly allowed: [from: number, to: number][] = [];
  /** Those without prompt syntax inside. */
  private readonly allowedAsWritten: [from: number, to: number][] = [];
  private capacity = MAX_MATCHES;

  constructor(private readonly text: string) {}

  /** @returns false once the collector is full */
  add({ termId, word }: PatternId, start: number, end: number): boolean {
    if (termId === undefined) {
      this.allowed.push([start, end]);
      if (!PROMPT_SYNTAX.test(this.text.slice(start, end))) this.allowedAsWritten.push([start, end]);
    } else this.pending.push({ termId, word, start, end });
    // Doubles the capacity, so that filtering stays cheap when it drops nothing.
    if (this.pending.length >= this.capacity) {
      this.acceptUpTo(start - MAX_PHRASE_DISTANCE);
      this.capacity = 2 * (this.pending.length + MAX_MATCHES);
    }
    return this.accepted.size < MAX_MATCHES;
  }

  /** Call it at the end of each reading. */
  endReading(): void {
    this.acceptUpTo(Number.POSITIVE_INFINITY);
    this.capacity = MAX_MATCHES;
  }

  /** Accepts pending matches that end before a position and aren't inside an allowed phrase. */
  private acceptUpTo(before: number): void {
    const [allowed, asWritten] = [withFurthestEnd(this.allowed), withFurthestEnd(this.allowedAsWritten)];
    const later: Found[] = [];
    for (const found of this.pending) {
      if (found.end >= before) later.push(found);
      else if (!isInside(found, found.word === undefined ? allowed : asWritten)) this.accept(found);
    }
    this.pending = later;
  }

  private accept(found: Found): void {
    if (found.word === undefined) {
      if (this.accepted.size < MAX_MATCHES) this.accepted.set(`${found.start} ${found.end} ${found.termId}`, found);
      return;
    }
    const occurrences = this.words.get(found.word);
    if (!occurrences) this.words.set(found.word, [found]);
    else if (occurrences.length < MAX_OCCURRENCES && !occurrences.some(({ start }) => start === found.start)) {
      occurrences.push(found);
    }
  }

  /** Matches of terms and of single parts. */
  all(): Found[] {
    return [...this.accepted.values(), ...[...this.words.values()].flat()];
  }

  /** @param beside matches of other texts in which parts of multi-part terms count; the result contains only this text */
  matches(multiPartMatcher: MultiPartMatcher, beside: readonly MatchCollector[] = []): TermMatch[] {
    const text = [this, ...beside].map((each) => each.text).join('\n');
    const matchedText = ({ start, end }: TextRange): string => text.slice(start, end);
    const single = [...this.accepted.values()].map(({ termId = '', start, end }): TermMatch => ({
      termId,
      start,
      end,
      matchedText: matchedText({ start, end }),
    }));
    const multiPart: TermMatch[] = [];
    for (const { otherParts, ...match } of multiPartMatcher.findIn(this.wordsWith(beside))) {
      if (match.start >= this.text.length) continue;
      if (multiPart.length >= MAX_MATCHES) break;
      multiPart.push({ ...match, matchedText: matchedText(match), otherParts: otherParts.map(matchedText) });
    }
    return [...single, ...multiPart].sort((a, b) => a.start - b.start || b.end - a.end);
  }

  /** Offsets of other texts continue after this one, each on its own line. */
  private wordsWith(beside: readonly MatchCollector[]): ReadonlyMap<number, readonly TextRange[]> {
    if (beside.length === 0) return this.words;
    const all = new Map<number, TextRange[]>([...this.words].map(([word, ranges]) => [word, [...ranges]]));
    let offset = this.text.length + 1;
    for (const other of beside) {
      for (const [word, ranges] of other.words) {
        const shifted = ranges.map(({ start, end }) => ({ start: start + offset, end: end + offset }));
        all.set(word, [...(all.get(word) ?? []), ...shifted]);
      }
      offset += other.text.length + 1;
    }
    return all;
  }
}

/** Sorts ranges by start and replaces each end with the furthest end so far. */
function withFurthestEnd(allowed: readonly [number, number][]): [number, number][] {
  const sorted = allowed.toSorted((a, b) => a[0] - b[0]);
  let furthest = 0;
  return sorted.map(([from, to]) => [from, (furthest = Math.max(furthest, to))]);
}

function isInside({ start, end }: Found, allowed: readonly [number, number][]): boolean {
  let low = 0;
  let high = allowed.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (allowed[middle]![0] <= start) low = middle + 1;
    else high = middle;
  }
  return low > 0 && allowed[low - 1]![1] >= end;
}
