import { onScopeDispose } from 'vue';

/** The chosen ids, or all while a picker is open. */
type WatchedIds = readonly string[] | 'all';

/** Which components show which models and LoRAs. */
export function useWatchedModels() {
  const attended = new Set<() => WatchedIds>();
  const isAwaited = (removedIds: readonly string[]): boolean =>
    [...attended].map((what) => what()).some((what) => what === 'all' || what.some((id) => removedIds.includes(id)));
  /** Refetches these ids at once when they change, until the scope ends. */
  function attend(what: () => WatchedIds): void {
    attended.add(what);
    onScopeDispose(() => attended.delete(what));
  }
  return { attend, isAwaited };
}
