import type { TermMatch } from '../term.js';
import type { TextRange, MultiPartMatcher } from '../multi-part-terms/multi-part-matcher.js';
import type { Pattern } from './pattern.js';
import { describingOthers, type FreedWord } from './touching-phrases.js';

const MAX_MATCHES = 1000;
/** An allowed phrase ends at most this far after a match inside it. */
const MAX_PHRASE_DISTANCE = 500;
/** Occurrences of a word of multi-part terms. */
const MAX_OCCURRENCES = 50;

/** An allowed phrase across prompt syntax, lines or sentences doesn't apply to multi-part terms: `nude (tree:0) child`. */
const PROMPT_SYNTAX = /[()[\]{}<>\\|:\r\n]|BREAK|[.!?;]\s/u;

type PatternId = Pick<Pattern, 'termId' | 'wordNumber'>;
type FoundPattern = PatternId & Partial<Pick<Pattern, 'isAgedThing'>>;
export interface PatternMatch extends PatternId, TextRange {}

/** Collects the matches of one text over all its readings. */
export class MatchCollector {
  private readonly acceptedMatches = new Map<string, PatternMatch>();
  /** Accepted words of multi-part terms. */
  private readonly wordMatches = new Map<number, PatternMatch[]>();
  private pending: PatternMatch[] = [];
  /** Allowed phrases of all readings. They apply to matches of every reading. */
  private readonly allowedRanges: [from: number, to: number][] = [];
  /** Those without prompt syntax inside. */
  private readonly allowedWithoutSyntax: [from: number, to: number][] = [];
  /** Those about the age of a thing. */
  private readonly agesOfThings: [from: number, to: number][] = [];
  /** Words of multi-part terms inside other allowed phrases. */
  private readonly freedWords: FreedWord<PatternMatch>[] = [];
  private capacity = MAX_MATCHES;

  constructor(private readonly text: string) {}

  /** @returns false once the collector is full */
  add({ termId, wordNumber, isAgedThing }: FoundPattern, start: number, end: number): boolean {
    if (termId === undefined) {
      this.allowedRanges.push([start, end]);
      if (!PROMPT_SYNTAX.test(this.text.slice(start, end))) {
        (isAgedThing ? this.agesOfThings : this.allowedWithoutSyntax).push([start, end]);
      }
    } else this.pending.push({ termId, wordNumber, start, end });
    // Doubles the capacity, so that filtering stays cheap when it drops nothing.
    if (this.pending.length >= this.capacity) {
      this.acceptUpTo(start - MAX_PHRASE_DISTANCE);
      this.capacity = 2 * (this.pending.length + MAX_MATCHES);
    }
    return this.acceptedMatches.size < MAX_MATCHES;
  }

  /** Call it at the end of each reading. */
  endReading(): void {
    this.acceptUpTo(Number.POSITIVE_INFINITY);
    this.capacity = MAX_MATCHES;
  }

  /** Accepts pending matches that end before a position and aren't inside an allowed phrase. */
  private acceptUpTo(limit: number): void {
    if (this.pending.length === 0) return;
    const [allowed, withoutSyntax] = [withFurthestEnd(this.allowedRanges), withFurthestEnd(this.allowedWithoutSyntax)];
    const agesOfThings = withFurthestEnd(this.agesOfThings);
    const remaining: PatternMatch[] = [];
    for (const match of this.pending) {
      if (match.end >= limit) remaining.push(match);
      else if (match.wordNumber === undefined) {
        if (!phraseAround(match, allowed)) this.accept(match);
      } else if (!phraseAround(match, agesOfThings)) {
        const phrase = phraseAround(match, withoutSyntax);
        if (!phrase) this.accept(match);
        else if (this.freedWords.length < MAX_MATCHES) this.freedWords.push({ word: match, phrase });
      }
    }
    this.pending = remaining;
  }

  private accept(match: PatternMatch): void {
    if (match.wordNumber === undefined) {
      if (this.acceptedMatches.size < MAX_MATCHES) {
        this.acceptedMatches.set(`${match.start} ${match.end} ${match.termId}`, match);
      }
      return;
    }
    const occurrences = this.wordMatches.get(match.wordNumber);
    if (!occurrences) this.wordMatches.set(match.wordNumber, [match]);
    else if (occurrences.length < MAX_OCCURRENCES && !occurrences.some(({ start }) => start === match.start)) {
      occurrences.push(match);
    }
  }

  /** Matches of terms and of single parts. */
  all(): PatternMatch[] {
    this.acceptTouched();
    return [...this.acceptedMatches.values(), ...[...this.wordMatches.values()].flat()];
  }

  /** @param contextTexts matches of other texts in which parts of multi-part terms count; the result contains only this text */
  matches(multiPartMatcher: MultiPartMatcher, contextTexts: readonly MatchCollector[] = []): TermMatch[] {
    const text = [this, ...contextTexts].map((collector) => collector.text).join('\n');
    const matchedText = ({ start, end }: TextRange): string => text.slice(start, end);
    const single = [...this.acceptedMatches.values()].map(({ termId = '', start, end }): TermMatch => ({
      termId,
      start,
      end,
      matchedText: matchedText({ start, end }),
    }));
    for (const collector of [this, ...contextTexts]) collector.acceptTouched();
    const multiPart: TermMatch[] = [];
    for (const { otherParts, ...match } of multiPartMatcher.findIn(this.wordsWith(contextTexts))) {
      if (match.start >= this.text.length) continue;
      if (multiPart.length >= MAX_MATCHES) break;
      multiPart.push({ ...match, matchedText: matchedText(match), otherParts: otherParts.map(matchedText) });
    }
    return [...single, ...multiPart].sort((a, b) => a.start - b.start || b.end - a.end);
  }

  private acceptTouched(): void {
    if (this.freedWords.length === 0) return;
    const words = [...this.wordMatches.values()].flat();
    for (const word of describingOthers(this.text, this.freedWords, words)) this.accept(word);
  }

  /** Offsets of other texts continue after this one, each on its own line. */
  private wordsWith(contextTexts: readonly MatchCollector[]): ReadonlyMap<number, readonly TextRange[]> {
    if (contextTexts.length === 0) return this.wordMatches;
    const merged = new Map<number, TextRange[]>([...this.wordMatches].map(([word, ranges]) => [word, [...ranges]]));
    let offset = this.text.length + 1;
    for (const other of contextTexts) {
      for (const [word, ranges] of other.wordMatches) {
        const shifted = ranges.map(({ start, end }) => ({ start: start + offset, end: end + offset }));
        merged.set(word, [...(merged.get(word) ?? []), ...shifted]);
      }
      offset += other.text.length + 1;
    }
    return merged;
  }
}

/** Sorts ranges by start and replaces each end with the furthest end so far. */
function withFurthestEnd(allowed: readonly [number, number][]): [number, number][] {
  const sorted = allowed.toSorted((a, b) => a[0] - b[0]);
  let furthest = 0;
  return sorted.map(([from, to]) => [from, (furthest = Math.max(furthest, to))]);
}

function phraseAround({ start, end }: TextRange, allowed: readonly [number, number][]): TextRange | undefined {
  let low = 0;
  let high = allowed.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (allowed[middle]![0] <= start) low = middle + 1;
    else high = middle;
  }
  const [phraseStart, phraseEnd] = allowed[low - 1] ?? [0, 0];
  return low > 0 && phraseEnd >= end ? { start: phraseStart, end: phraseEnd } : undefined;
}
