import type { DraftView } from '@visionary/contract';
import { computed, shallowRef } from 'vue';

/** Drafts by id, newest state first. */
export function createDraftCache() {
  const known = shallowRef<ReadonlyMap<string, DraftView>>(new Map());
  const list = computed(() => [...known.value.values()].sort((one, other) => other.changedAt - one.changedAt));
  const of = (draftId: string): DraftView | undefined => known.value.get(draftId);
  /** Keeps the newest state of each draft, from responses and live updates. */
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
  /** Unpublished drafts; those published meanwhile are shown as such. */
  function reset(drafts: readonly DraftView[]): void {
    const done = [...known.value.values()].filter(({ published }) => published);
    known.value = new Map([...done, ...drafts].map((draft) => [draft.id, draft]));
  }
  const clear = (): void => void (known.value = new Map());
  return { list, of, put, drop, reset, clear };
}
