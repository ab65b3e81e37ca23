import { onScopeDispose } from 'vue';

/** Ids of what is chosen, or all where one can be picked. */
type Attended = readonly string[] | 'all';

/** Who on this page looks at which models and LoRAs. */
export function makeAttention() {
  const attended = new Set<() => Attended>();
  const isAwaited = (gone: readonly string[]): boolean =>
    [...attended].map((what) => what()).some((what) => what === 'all' || what.some((id) => gone.includes(id)));
  /** As long as the surrounding scope lives, what becomes of these is asked for at once. */
  function attend(what: () => Attended): void {
    attended.add(what);
    onScopeDispose(() => attended.delete(what));
  }
  return { attend, isAwaited };
}
