import type { Hit } from '../term.js';

/** A text with more of them is refused all the same. */
const MOST = 1000;
/** Before those are let go that stand inside what is always let through. */
const MOST_FOUND = 50_000;

interface Found {
  readonly termId: string;
  readonly start: number;
  readonly end: number;
}

/** What was found in one text, over all the ways in which it was read. */
export class Finds {
  private readonly kept = new Map<string, Found>();
  private found: Found[] = [];
  private readonly allowed: [from: number, to: number][] = [];

  /** @param termId none for what lets through all that is found inside it */
  add(termId: string | undefined, start: number, end: number): void {
    if (termId === undefined) this.allowed.push([start, end]);
    else if (this.found.length < MOST_FOUND) this.found.push({ termId, start, end });
  }

  /** Lets go of what was found inside what is always let through. To be called when a text was read to its end. */
  endReading(): void {
    const allowed = this.allowed.sort((a, b) => a[0] - b[0]);
    // The furthest end of all that begins up to there.
    for (let i = 1; i < allowed.length; i++) allowed[i]![1] = Math.max(allowed[i]![1], allowed[i - 1]![1]);
    for (const each of this.found) {
      if (this.kept.size >= MOST) break;
      if (!isInside(each, allowed)) this.kept.set(`${each.start} ${each.end} ${each.termId}`, each);
    }
    this.found = [];
    this.allowed.length = 0;
  }

  hits(text: string): Hit[] {
    return [...this.kept.values()]
      .sort((a, b) => a.start - b.start || b.end - a.end)
      .map(({ termId, start, end }) => ({ termId, start, end, typed: text.slice(start, end) }));
  }
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
