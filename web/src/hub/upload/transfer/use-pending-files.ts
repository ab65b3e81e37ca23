import { shallowRef } from 'vue';
import type { PickedFile } from '../pick/picked-files.js';
import { createPendingFilesStorage, HEARTBEAT_TIMEOUT_MS, type PendingFile } from './pending-files.js';

const ALIVE_MS = HEARTBEAT_TIMEOUT_MS / 4;

/** Files of earlier page loads whose upload did not start, and those of this page. */
export function usePendingFiles() {
  const stored = createPendingFilesStorage(localStorage);
  const draftIds = new Set<string>();
  /** The state when this page first accepts files: from then on this page owns the list. */
  const left = shallowRef<ReadonlyMap<string, readonly PendingFile[]>>(new Map());
  const beat = shallowRef(0);

  function leftOf(draftId: string): readonly PendingFile[] {
    void beat.value;
    return left.value.get(draftId) ?? stored.orphanedFilesOf(draftId);
  }
  function without(draftId: string, paths: readonly string[]): void {
    const others = leftOf(draftId).filter(({ path }) => !paths.includes(path));
    left.value = new Map(left.value).set(draftId, others);
  }
  function add(draftId: string, files: readonly PickedFile[]): void {
    without(
      draftId,
      files.map(({ path }) => path),
    );
    draftIds.add(draftId);
    stored.add(draftId, files);
    stored.heartbeat([draftId], false);
  }
  function drop(draftId: string, paths: readonly string[]): void {
    without(draftId, paths);
    stored.remove(draftId, paths);
  }
  function dropAll(draftId: string): void {
    draftIds.delete(draftId);
    left.value = new Map(left.value).set(draftId, []);
    stored.dropAll(draftId);
  }

  setInterval(() => {
    stored.heartbeat([...draftIds], false);
    beat.value += 1;
  }, ALIVE_MS);
  addEventListener('pagehide', () => stored.heartbeat([...draftIds], true));
  return { add, drop, dropAll, leftOf };
}
