import { onScopeDispose, watch, type WatchSource } from 'vue';
import { useSessionStore } from '../session/index.js';
import { useSocket } from '../socket/index.js';
import { createPages, type After } from './pages.js';
import { createQuery, type RequestOptions } from './query.js';

export interface LoadOptions {
  /** Loads again, debounced, when this changes. */
  on?: WatchSource | WatchSource[];
  /** Loads again after a reconnect, and when another user signs in. */
  live?: boolean;
}

/** A query that loads now and whenever its options say so, until the scope ends. */
export function useQuery<T>(fetch: () => Promise<T>, options: RequestOptions<T> & LoadOptions = {}) {
  const query = createQuery(fetch, options);
  keepLoaded(query, options);
  return query;
}

type Loadable = Pick<ReturnType<typeof createQuery>, 'load' | 'loadSoon' | 'cancel'>;

function keepLoaded({ load, loadSoon, cancel }: Loadable, { on, live = false }: LoadOptions): void {
  if (on) watch(on, loadSoon);
  if (live) onReconnect(() => void load());
  onScopeDispose(cancel);
  void load();
}

/** Updates may have been missed, or are about another user. */
function onReconnect(run: () => void): void {
  const [socket, session] = [useSocket(), useSessionStore()];
  watch([() => session.me?.id, socket.state], ([me, state], [before]) => {
    if (state === 'up' || me !== before) run();
  });
}

/** A paged list that loads now and whenever its options say so, until the scope ends. */
export function usePages<P extends { readonly nextCursor: string | null }, T>(
  fetch: (after: After) => Promise<P>,
  itemsOf: (page: P) => readonly T[],
  keyOf: (item: T) => string,
  options: RequestOptions<P> & LoadOptions = {},
) {
  const pages = createPages(fetch, itemsOf, keyOf, options);
  keepLoaded(pages, options);
  return pages;
}
