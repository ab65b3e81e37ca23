import type { CaseView } from '@visionary/contract';

export type CaseKey = 'next' | 'before' | 'claim' | 'show' | 'dismiss' | 'remove';
const KEYS: Readonly<Record<string, CaseKey>> = {
  ...{ j: 'next', k: 'before', c: 'claim', s: 'show', '1': 'dismiss', '2': 'remove' },
};

/** The action of a shortcut key; undefined while typing, in a menu, or with a modifier key. */
export function caseKey(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'target'>) {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const target = event.target as Partial<Element> | null;
  if (target?.closest?.('input, textarea, select, dialog, [role=menu], [contenteditable=true]')) return undefined;
  return KEYS[event.key.toLowerCase()];
}

/** The next or previous case; the first or last if none is open. */
export function adjacentCase(rows: readonly CaseView[], openId: string | undefined, by: 1 | -1): CaseView | undefined {
  const at = rows.findIndex(({ id }) => id === openId);
  if (at < 0) return by === 1 ? rows[0] : rows.at(-1);
  return rows[at + by];
}
