import type { Hit } from '../term.js';

/** A text with more of them is refused all the same. */
const MOST = 1000;
/** What lets something through ends at most so far behind it. */
const FAR = 500;

interface Found {
  readonly termId: string;
  readonly start: number;
  readonly end: number;
}

/** What was found in one text, over all the ways in which it was read. */
export class Finds {
  private readonly kept = new Map<string, Found>();
  private found: Found[] = [];
  /** Over all readings: what holds in one holds in what is found by another. */
  private readonly allowed: [from: number, to: number][] = [];
  private room = MOST;

  /**
   * @param termId none for what lets through all that is found inside it
   * @returns whether it is worth while to look further
   */
  add(termId: string | undefined, start: number, end: number): boolean {
    if (termId === undefined) this.allowed.push([start, end]);
    else this.found.push({ termId, start, end });
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
    const allowed = reaching(this.allowed);
    const later: Found[] = [];
    for (const each of this.found) {
      if (each.end >= before) later.push(each);
      else if (!isInside(each, allowed) && this.kept.size < MOST) {
        this.kept.set(`${each.start} ${each.end} ${each.termId}`, each);
      }
    }
    this.found = later;
  }

  hits(text: string): Hit[] {
    return [...this.kept.values()]
      .sort((a, b) => a.start - b.start || b.end - a.end)
      .map(({ termId, start, end }) => ({ termId, start, end, typed: text.slice(start, end) }));
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
