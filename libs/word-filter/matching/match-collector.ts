import type { TermMatch } from '../term.js';
import type { TextRange, MultiPartMatcher } from '../multi-part-terms/multi-part-matcher.js';
import type { Pattern } from './pattern.js';

/** A text with more of them is refused all the same. */
const MOST = 1000;
/** What lets something through ends at most so far behind it. */
const FAR = 500;
/** So many places are told of a word that counts together with others. */
const PLACES = 50;

/** Across these no phrase lets a word through that counts together with others: `nude (tree:0) child`. */
const GRAMMAR = /[()[\]{}<>\\|:]|BREAK/u;

/** Of what something was found, as Pattern says. */
type Sought = Pick<Pattern, 'termId' | 'word'>;
export interface Found extends Sought, TextRange {}

/** What was found in one text, over all the ways in which it was read. */
export class MatchCollector {
  private readonly kept = new Map<string, Found>();
  /** The same of words that count together with others. */
  private readonly words = new Map<number, Found[]>();
  private found: Found[] = [];
  /** Over all readings: what holds in one holds in what is found by another. */
  private readonly allowed: [from: number, to: number][] = [];
  /** Those of them without grammar of prompts in them. */
  private readonly allowedAsWritten: [from: number, to: number][] = [];
  private room = MOST;

  constructor(private readonly text: string) {}

  /** @returns whether it is worth while to look further */
  add({ termId, word }: Sought, start: number, end: number): boolean {
    if (termId === undefined) {
      this.allowed.push([start, end]);
      if (!GRAMMAR.test(this.text.slice(start, end))) this.allowedAsWritten.push([start, end]);
    } else this.found.push({ termId, word, start, end });
    // Twice as much room each time, so that sorting out costs little however often it is in vain.
    if (this.found.length >= this.room) {
      this.sortOut(start - FAR);
      this.room = 2 * (this.found.length + MOST);
    }
    return this.kept.size < MOST;
  }

  /** To be called when a text was read to its end. */
  endReading(): void {
    this.sortOut(Number.POSITIVE_INFINITY);
    this.room = MOST;
  }

  /** Lets go of what was found inside what is always let through, and keeps the rest. */
  private sortOut(before: number): void {
    const [allowed, asWritten] = [reaching(this.allowed), reaching(this.allowedAsWritten)];
    const later: Found[] = [];
    for (const each of this.found) {
      if (each.end >= before) later.push(each);
      else if (!isInside(each, each.word === undefined ? allowed : asWritten)) this.keep(each);
    }
    this.found = later;
  }

  private keep(found: Found): void {
    if (found.word === undefined) {
      if (this.kept.size < MOST) this.kept.set(`${found.start} ${found.end} ${found.termId}`, found);
      return;
    }
    const places = this.words.get(found.word);
    if (!places) this.words.set(found.word, [found]);
    else if (places.length < PLACES && !places.some(({ start }) => start === found.start)) places.push(found);
  }

  /** Where words were found, whatever they count for. */
  each(): Found[] {
    return [...this.kept.values(), ...[...this.words.values()].flat()];
  }

  /** @param near what was found in others that count together with this one; only places of this one are told */
  hits(multiPartMatcher: MultiPartMatcher, near: readonly MatchCollector[] = []): TermMatch[] {
    const text = [this, ...near].map((each) => each.text).join('\n');
    const typed = ({ start, end }: TextRange): string => text.slice(start, end);
    const alone = [...this.kept.values()].map(({ termId = '', start, end }): TermMatch => ({
      termId,
      start,
      end,
      matchedText: typed({ start, end }),
    }));
    const others: TermMatch[] = [];
    for (const { beside, ...hit } of multiPartMatcher.findIn(this.wordsWith(near))) {
      if (hit.start >= this.text.length) continue;
      if (others.length >= MOST) break;
      others.push({ ...hit, matchedText: typed(hit), otherParts: beside.map(typed) });
    }
    return [...alone, ...others].sort((a, b) => a.start - b.start || b.end - a.end);
  }

  /** Places in others are told as if these stood behind this one, each on its own line. */
  private wordsWith(near: readonly MatchCollector[]): ReadonlyMap<number, readonly TextRange[]> {
    if (near.length === 0) return this.words;
    const all = new Map<number, TextRange[]>([...this.words].map(([word, places]) => [word, [...places]]));
    let behind = this.text.length + 1;
    for (const other of near) {
      for (const [word, places] of other.words) {
        const shifted = places.map(({ start, end }) => ({ start: start + behind, end: end + behind }));
        all.set(word, [...(all.get(word) ?? []), ...shifted]);
      }
      behind += other.text.length + 1;
    }
    return all;
  }
}

/** @returns them in the order of their beginnings, each with the furthest end of all that begin up to there */
function reaching(allowed: readonly [number, number][]): [number, number][] {
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
