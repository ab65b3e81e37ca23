import { shallowRef } from 'vue';
import { toRejection, type Rejection } from '../api/rejection.js';
import { createSingleFlight } from './single-flight.js';

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** A cursor-paged list without duplicates. `load` starts over and invalidates earlier responses. */
export function createPaginator<T, P extends Page<T> = Page<T>>(
  fetch: (cursor: string | null) => Promise<P>,
  keyOf: (item: T) => string,
) {
  const items = shallowRef<readonly T[] | null>(null);
  const next = shallowRef<string | null>(null);
  /** The first page with its extra fields. */
  const first = shallowRef<P | null>(null);
  const [rejection, nextPageRejection] = [shallowRef<Rejection | null>(null), shallowRef<Rejection | null>(null)];
  let turn = 0;
  let pages = createSingleFlight(fetch);

  const firstPage = (page: P) => ([first.value, items.value, next.value] = [page, page.items, page.nextCursor]);
  async function load(): Promise<void> {
    const current = ++turn;
    pages = createSingleFlight(fetch);
    rejection.value = nextPageRejection.value = null;
    const latest = shallowRef<Rejection | null>(null);
    await pages.fetch(null, latest, (page) => {
      if (current === turn) firstPage(page);
    });
    if (current === turn) rejection.value = latest.value;
  }
  async function more(): Promise<void> {
    const current = turn;
    if (next.value === null) return;
    await pages.fetch(next.value, nextPageRejection, (page) => {
      if (current !== turn) return;
      const known = new Set((items.value ?? []).map(keyOf));
      items.value = [...(items.value ?? []), ...page.items.filter((item) => !known.has(keyOf(item)))];
      next.value = page.nextCursor;
    });
  }
  /** Prepends newer items and updates known ones. Starts over if the pages do not overlap. */
  const refresh = onceMore(async () => {
    const current = turn;
    const page = await fetch(null);
    if (current !== turn) return;
    const joined = join(items.value ?? [], page.items, keyOf);
    if (joined) items.value = joined;
    else firstPage(page);
  });
  /** Replaces an item with the same key. @returns false if there is none */
  function put(item: T): boolean {
    const key = keyOf(item);
    if (!items.value?.some((one) => keyOf(one) === key)) return false;
    items.value = items.value.map((one) => (keyOf(one) === key ? item : one));
    return true;
  }
  /** A failed page is requested again only on demand. */
  const reach = (): void => void (nextPageRejection.value ?? more());
  return { items, next, first, rejection, nextPageRejection, load, more, refresh, put, reach };
}

/** Merges new items before known ones. @returns null if the two do not overlap */
function join<T>(known: readonly T[], fresh: readonly T[], keyOf: (item: T) => string): readonly T[] | null {
  const keys = new Set(fresh.map(keyOf));
  const rest = known.filter((item) => !keys.has(keyOf(item)));
  return rest.length === known.length ? null : [...fresh, ...rest];
}

/** Runs once more if it was called while running. After an error everything stays as it was. */
function onceMore(work: () => Promise<void>): () => Promise<void> {
  let [isBusy, isQueued] = [false, false];
  return async () => {
    isQueued = true;
    if (isBusy) return;
    isBusy = true;
    try {
      while (isQueued) {
        isQueued = false;
        await work();
      }
    } catch (error) {
      toRejection(error);
    } finally {
      isBusy = false;
    }
  };
}
