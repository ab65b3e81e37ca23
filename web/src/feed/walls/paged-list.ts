import { shallowRef } from 'vue';
import type { Refused } from '../../shared/refused.js';
import { oneAtATime } from './one-at-a-time.js';

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** A list that comes page by page; what moved between two pages stands once. Asked anew, answers of before count no more. */
export function pagedList<T>(ask: (cursor: string | null) => Promise<Page<T>>, keyOf: (item: T) => string) {
  const items = shallowRef<readonly T[] | null>(null);
  const next = shallowRef<string | null>(null);
  const [refused, moreRefused] = [shallowRef<Refused | null>(null), shallowRef<Refused | null>(null)];
  let turn = 0;
  let pages = oneAtATime(ask);

  async function load(): Promise<void> {
    const mine = ++turn;
    pages = oneAtATime(ask);
    refused.value = moreRefused.value = null;
    const why = shallowRef<Refused | null>(null);
    await pages.fetch(null, why, (page) => {
      if (mine === turn) [items.value, next.value] = [page.items, page.nextCursor];
    });
    if (mine === turn) refused.value = why.value;
  }
  async function more(): Promise<void> {
    const mine = turn;
    if (next.value === null) return;
    await pages.fetch(next.value, moreRefused, (page) => {
      if (mine !== turn) return;
      const known = new Set((items.value ?? []).map(keyOf));
      items.value = [...(items.value ?? []), ...page.items.filter((item) => !known.has(keyOf(item)))];
      next.value = page.nextCursor;
    });
  }
  /** Unless it failed: then somebody has to ask for it. */
  const reach = (): void => void (moreRefused.value ?? more());
  return { items, next, refused, moreRefused, load, more, reach };
}
