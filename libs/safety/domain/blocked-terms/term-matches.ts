import type { TermAction, TermMatch, TermScope } from '@visionary/contract';

/** Names can't contain asterisks, so `replace` blocks there. */
export const actionIn = (scope: TermScope, action: TermAction): TermAction =>
  scope === 'names' && action === 'replace' ? 'block' : action;

const BY_STRICTNESS: readonly TermAction[] = ['block', 'replace', 'flag'];

/** Drops hits of one text that lie within another hit of the same or a stricter action. */
export function dropNestedMatches<T extends Pick<TermMatch, 'start' | 'end' | 'action'>>(hits: readonly T[]): T[] {
  const longest: T[] = [];
  const furthest = new Map<TermAction, number>();
  for (const hit of [...hits].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const asStrict = BY_STRICTNESS.slice(0, BY_STRICTNESS.indexOf(hit.action) + 1);
    if (asStrict.some((action) => (furthest.get(action) ?? 0) >= hit.end)) continue;
    furthest.set(hit.action, hit.end);
    longest.push(hit);
  }
  return longest;
}

/**
 * Replaces each character of the hits with an asterisk.
 * @param hits of this text; they may overlap
 */
export function maskMatches(text: string, hits: readonly Pick<TermMatch, 'start' | 'end'>[]): string {
  let [masked, at] = ['', 0];
  for (const { start, end } of [...hits].sort((a, b) => a.start - b.start)) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    masked += text.slice(at, from) + '*'.repeat(Array.from(text.slice(from, end)).length);
    at = end;
  }
  return masked + text.slice(at);
}
