import type { DraftView } from '@visionary/contract';
import { computed, shallowRef } from 'vue';

/** Drafts by their id, as they were told of last. */
export function createDraftCache() {
  const known = shallowRef<ReadonlyMap<string, DraftView>>(new Map());
  const list = computed(() => [...known.value.values()].sort((one, other) => other.changedAt - one.changedAt));
  const of = (draftId: string): DraftView | undefined => known.value.get(draftId);
  /** The newest word of each counts, whichever way it came. */
  function put(draft: DraftView): DraftView {
    const before = known.value.get(draft.id);
    if (before && before.changedAt > draft.changedAt) return before;
    known.value = new Map(known.value).set(draft.id, draft);
    return draft;
  }
  function drop(draftId: string): void {
    const left = new Map(known.value);
    if (left.delete(draftId)) known.value = left;
  }
  /** Those that are still to be published, as they are; what was published meanwhile is shown as that. */
  function reset(drafts: readonly DraftView[]): void {
    const done = [...known.value.values()].filter(({ published }) => published);
    known.value = new Map([...done, ...drafts].map((draft) => [draft.id, draft]));
  }
  const clear = (): void => void (known.value = new Map());
  return { list, of, put, drop, reset, clear };
}
