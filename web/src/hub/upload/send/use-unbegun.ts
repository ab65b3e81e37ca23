import { shallowRef } from 'vue';
import type { Brought } from '../bring/brought.js';
import { makeUnbegun, SILENT_MS, type Unbegun } from './unbegun.js';

const ALIVE_MS = SILENT_MS / 4;

/** What earlier pages left without having begun it, and what this one has in hand; as long as the page is open. */
export function useUnbegun() {
  const kept = makeUnbegun(localStorage);
  const mine = new Set<string>();
  /** What was left, as it was when this page took files in: from then on that list is in the care of this page. */
  const left = shallowRef<ReadonlyMap<string, readonly Unbegun[]>>(new Map());
  const beat = shallowRef(0);

  function leftOf(draftId: string): readonly Unbegun[] {
    void beat.value;
    return left.value.get(draftId) ?? kept.leftOf(draftId);
  }
  function without(draftId: string, paths: readonly string[]): void {
    const others = leftOf(draftId).filter(({ path }) => !paths.includes(path));
    left.value = new Map(left.value).set(draftId, others);
  }
  function note(draftId: string, brought: readonly Brought[]): void {
    without(
      draftId,
      brought.map(({ path }) => path),
    );
    mine.add(draftId);
    kept.note(draftId, brought);
    kept.tell([draftId], false);
  }
  function drop(draftId: string, paths: readonly string[]): void {
    without(draftId, paths);
    kept.drop(draftId, paths);
  }
  function dropAll(draftId: string): void {
    mine.delete(draftId);
    left.value = new Map(left.value).set(draftId, []);
    kept.dropAll(draftId);
  }

  setInterval(() => {
    kept.tell([...mine], false);
    beat.value += 1;
  }, ALIVE_MS);
  addEventListener('pagehide', () => kept.tell([...mine], true));
  return { note, drop, dropAll, leftOf };
}
