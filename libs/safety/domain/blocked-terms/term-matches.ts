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
    const stricterActions = BY_STRICTNESS.slice(0, BY_STRICTNESS.indexOf(hit.action) + 1);
    if (stricterActions.some((action) => (furthest.get(action) ?? 0) >= hit.end)) continue;
    furthest.set(hit.action, hit.end);
    longest.push(hit);
  }
  return longest;
}

/**
 * Replaces each character of the hits with an asterisk, or another mask.
 * @param hits of this text; they may overlap
 */
export function maskMatches(text: string, hits: readonly Pick<TermMatch, 'start' | 'end'>[], mask = '*'): string {
  let [masked, position] = ['', 0];
  for (const { start, end } of [...hits].sort((a, b) => a.start - b.start)) {
    if (end <= position) continue;
    const from = Math.max(start, position);
    masked += text.slice(position, from) + mask.repeat(Array.from(text.slice(from, end)).length);
    position = end;
  }
  return masked + text.slice(position);
}
