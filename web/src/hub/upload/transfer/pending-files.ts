import { shallowRef } from 'vue';
import type { PickedFile } from '../pick/picked-files.js';

/** A chosen file whose upload did not start. No page can keep the file itself across a reload. */
export interface PendingFile {
  readonly path: string;
  readonly bytes: number;
  readonly modified: number;
}
interface PendingDraft {
  /** The last heartbeat of the page that has the file. */
  readonly at: number;
  /** That page was closed. */
  readonly left?: boolean;
  readonly files: readonly PendingFile[];
}
type PendingDrafts = Readonly<Record<string, PendingDraft>>;

const STORAGE_KEY = 'visionary.pending-files';
const KEPT_MS = 30 * 24 * 60 * 60_000;
/** Without a heartbeat for this long, the page is considered closed. */
export const HEARTBEAT_TIMEOUT_MS = 20_000;
const HEARTBEAT_INTERVAL_MS = HEARTBEAT_TIMEOUT_MS / 4;

const toPendingFile = ({ path, file }: PickedFile): PendingFile => ({
  path,
  bytes: file.size,
  modified: file.lastModified,
});

/** Chosen files whose upload did not start, kept in browser storage across page loads. */
export function createPendingFilesStorage(storage: Pick<Storage, 'getItem' | 'setItem'>, now: () => number = Date.now) {
  function read(): PendingDrafts {
    try {
      return JSON.parse(storage.getItem(STORAGE_KEY) ?? '{}') as PendingDrafts;
    } catch {
      return {};
    }
  }
  function write(all: PendingDrafts): void {
    const stored = Object.entries(all).filter(([, { at, files }]) => files.length > 0 && now() - at < KEPT_MS);
    try {
      storage.setItem(STORAGE_KEY, JSON.stringify(Object.fromEntries(stored)));
    } catch {
      // Only the reminder is lost.
    }
  }
  const filesOf = (draftId: string): readonly PendingFile[] => read()[draftId]?.files ?? [];
  const put = (draftId: string, files: readonly PendingFile[], more: Partial<PendingDraft> = {}): void =>
    write({ ...read(), [draftId]: { ...read()[draftId], at: now(), ...more, files } });

  /** This page has the files. */
  function add(draftId: string, files: readonly PickedFile[]): void {
    const paths = new Set(files.map(({ path }) => path));
    const others = filesOf(draftId).filter(({ path }) => !paths.has(path));
    put(draftId, [...others, ...files.map(toPendingFile)]);
  }
  /** These have started or were canceled. */
  function drop(draftId: string, paths: readonly string[]): void {
    const [all, left] = [filesOf(draftId), filesOf(draftId).filter(({ path }) => !paths.includes(path))];
    if (left.length < all.length) put(draftId, left);
  }
  const dropAll = (draftId: string): void => put(draftId, []);
  /** Sends a heartbeat of this page, or marks it as closed. */
  function heartbeat(draftIds: readonly string[], left: boolean): void {
    for (const id of draftIds) if (filesOf(id).length > 0) put(id, filesOf(id), { left });
  }
  /** Files of pages that are closed. */
  function leftOf(draftId: string): readonly PendingFile[] {
    const entry = read()[draftId];
    return entry && (entry.left || now() - entry.at > HEARTBEAT_TIMEOUT_MS) ? entry.files : [];
  }
  return { add, remove: drop, dropAll, heartbeat, orphanedFilesOf: leftOf };
}

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
  }, HEARTBEAT_INTERVAL_MS);
  addEventListener('pagehide', () => stored.heartbeat([...draftIds], true));
  return { add, drop, dropAll, leftOf };
}
