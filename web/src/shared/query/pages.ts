import { shallowRef } from 'vue';
import { createQuery, coalesceRuns, type RequestOptions } from './query.js';

/** The part of a query that continues after a page: empty for the first one. */
export interface After {
  readonly cursor?: string;
}

/** A list paged by cursor, without duplicates of what moved between pages. */
export function createPages<P extends { readonly nextCursor: string | null }, T>(
  fetch: (after: After) => Promise<P>,
  itemsOf: (page: P) => readonly T[],
  keyOf: (item: T) => string,
  { onReply, ...options }: RequestOptions<P> = {},
) {
  const items = shallowRef<readonly T[] | null>(null);
  const next = shallowRef<string | null>(null);
  const loadFirst = (): Promise<P> => {
    cancelOthers();
    return fetch({});
  };
  const firstPage = createQuery(loadFirst, {
    ...options,
    onReply(page) {
      cancelOthers();
      [items.value, next.value] = [itemsOf(page), page.nextCursor];
      onReply?.(page);
    },
  });
  const nextPage = createQuery(() => fetch(next.value === null ? {} : { cursor: next.value }), {
    onReply(page) {
      const existingKeys = keysOf(items.value ?? []);
      items.value = [...(items.value ?? []), ...itemsOf(page).filter((item) => !existingKeys.has(keyOf(item)))];
      next.value = page.nextCursor;
      onReply?.(page);
    },
  });
  /** Prepends newer items and updates known ones. Starts over if the pages do not overlap. */
  const newer = createQuery(() => fetch({}), {
    onReply(page) {
      const newKeys = keysOf(itemsOf(page));
      const rest = items.value?.filter((item) => !newKeys.has(keyOf(item))) ?? [];
      if (rest.length === (items.value?.length ?? 0)) return firstPage.set(page);
      [items.value, firstPage.data.value] = [[...itemsOf(page), ...rest], page];
      onReply?.(page);
    },
  });
  const keysOf = (list: readonly T[]): ReadonlySet<string> => new Set(list.map(keyOf));
  function cancelOthers(): void {
    nextPage.clear();
    newer.clear();
  }
  /** One page at a time. */
  async function more(): Promise<void> {
    if (next.value !== null && !nextPage.loading.value && !firstPage.loading.value) await nextPage.load();
  }
  function clear(): void {
    cancelOthers();
    firstPage.clear();
    items.value = next.value = null;
  }
  /** Replaces an item with the same key. @returns false if there is none */
  function replace(item: T): boolean {
    const key = keyOf(item);
    if (!items.value?.some((one) => keyOf(one) === key)) return false;
    items.value = items.value.map((one) => (keyOf(one) === key ? item : one));
    return true;
  }
  /** Puts an item first, wherever it was. */
  function prepend(item: T): void {
    const key = keyOf(item);
    if (items.value) items.value = [item, ...items.value.filter((one) => keyOf(one) !== key)];
  }
  return {
    items,
    /** The cursor after the last item; null on the last page. */
    next,
    /** The first page with its extra fields. */
    first: firstPage.data,
    rejection: firstPage.rejection,
    nextPageRejection: nextPage.rejection,
    loading: firstPage.loading,
    loadingMore: nextPage.loading,
    load: firstPage.load,
    loadSoon: firstPage.loadSoon,
    /** Starts over without what is known. */
    reload(): Promise<void> {
      clear();
      return firstPage.load();
    },
    more,
    /** The end came near: a page that failed is requested again only on demand. */
    loadNearEnd: (): void => void (nextPage.rejection.value ?? more()),
    refresh: coalesceRuns(newer.load),
    replace,
    prepend,
    clear,
    cancel(): void {
      firstPage.cancel();
      cancelOthers();
    },
  };
}

/** Lists kept for returning to them, most recently used last. */
export function createRecent<T>(size: number) {
  const cached = new Map<string, T>();
  function remove(matches: (value: T) => boolean): void {
    for (const [key, value] of cached) if (matches(value)) cached.delete(key);
  }
  return {
    get: (key: string): T | undefined => cached.get(key),
    put(key: string, value: T): T {
      cached.delete(key);
      cached.set(key, value);
      for (const oldest of [...cached.keys()].slice(0, -size)) cached.delete(oldest);
      return value;
    },
    remove,
  };
}
