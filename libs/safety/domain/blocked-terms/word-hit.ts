import type { TermAction, TermCategory, WordScope } from './blocked-term.js';

/** A listed word in one of the texts that were looked through. */
export interface WordHit {
  /** Which text. */
  readonly field: string;
  readonly start: number;
  readonly end: number;
  readonly matchedText: string;
  /** What stands elsewhere in the text without which it would be none, ` + ` between; absent of words that are listed alone. */
  readonly otherParts?: string;
  readonly term: string;
  readonly category: TermCategory;
  readonly action: TermAction;
  /** What to write instead; absent where there is nothing to propose. */
  readonly suggestion?: string;
}

/** A name with stars in it would be nobody's: what is starred elsewhere is refused there. */
export const actionIn = (scope: WordScope, action: TermAction): TermAction =>
  scope === 'names' && action === 'replace' ? 'block' : action;

const STRICTER: readonly TermAction[] = ['block', 'replace', 'flag'];

/**
 * Hits of one text without those that say nothing more: that lie within a longer one, or in the same place as one before, which does the
 * same to the text or more.
 */
export function dropNestedMatches<T extends Pick<WordHit, 'start' | 'end' | 'action'>>(hits: readonly T[]): T[] {
  const told: T[] = [];
  const furthest = new Map<TermAction, number>();
  for (const hit of [...hits].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const asStrict = STRICTER.slice(0, STRICTER.indexOf(hit.action) + 1);
    if (asStrict.some((action) => (furthest.get(action) ?? 0) >= hit.end)) continue;
    furthest.set(hit.action, hit.end);
    told.push(hit);
  }
  return told;
}

const STAR = '*';

/** A text with stars in the place of words. @param hits of this text; they may overlap */
export function maskMatches(text: string, hits: readonly Pick<WordHit, 'start' | 'end'>[]): string {
  let [kept, at] = ['', 0];
  for (const { start, end } of [...hits].sort((a, b) => a.start - b.start)) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    kept += text.slice(at, from) + STAR.repeat(Array.from(text.slice(from, end)).length);
    at = end;
  }
  return kept + text.slice(at);
}
