import { shallowReadonly, shallowRef } from 'vue';

/** Discarded drafts: hidden at once, deleted when Undo has expired or the page closes. */
export function useDiscardedDrafts(discard: (draftId: string) => Promise<void>) {
  const leaving = shallowRef<ReadonlySet<string>>(new Set());
  const putAside = (draftId: string): void => void (leaving.value = new Set([...leaving.value, draftId]));
  function takeBack(draftId: string): void {
    leaving.value = new Set([...leaving.value].filter((id) => id !== draftId));
  }
  /** @throws Rejection, after it was restored to the list */
  async function letGo(draftId: string): Promise<void> {
    if (!leaving.value.has(draftId)) return;
    await discard(draftId).finally(() => takeBack(draftId));
  }
  addEventListener('pagehide', () => {
    for (const draftId of leaving.value) void discard(draftId).catch(() => undefined);
  });
  return { leaving: shallowReadonly(leaving), discard: putAside, undoDiscard: takeBack, commitDiscard: letGo };
}
