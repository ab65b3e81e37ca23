import { shallowRef } from 'vue';
import type { PickedFile } from '../pick/picked-files.js';

/** A chosen file whose upload did not start. No page can keep the file itself across a reload. */
export interface PendingFile {
  readonly path: string;
  readonly bytes: number;
  readonly modified: number;
}
interface PendingEntry {
  /** The last heartbeat of the page that has the file. */
  readonly at: number;
  /** That page was closed. */
  readonly left?: boolean;
  readonly files: readonly PendingFile[];
}
type PendingEntries = Readonly<Record<string, PendingEntry>>;

const STORAGE_KEY = 'visionary.pending-files';
const RETENTION_MS = 30 * 24 * 60 * 60_000;
/** Without a heartbeat for this long, the page is considered closed. */
export const HEARTBEAT_TIMEOUT_MS = 20_000;
const HEARTBEAT_INTERVAL_MS = HEARTBEAT_TIMEOUT_MS / 4;

const pendingFileOf = ({ path, file }: PickedFile): PendingFile => ({
  path,
  bytes: file.size,
  modified: file.lastModified,
});

/** Chosen files whose upload did not start, kept in browser storage across page loads. */
export function createPendingFilesStorage(storage: Pick<Storage, 'getItem' | 'setItem'>, now: () => number = Date.now) {
  function read(): PendingEntries {
    try {
      return JSON.parse(storage.getItem(STORAGE_KEY) ?? '{}') as PendingEntries;
    } catch {
      return {};
    }
  }
  function write(all: PendingEntries): void {
    const stored = Object.entries(all).filter(([, { at, files }]) => files.length > 0 && now() - at < RETENTION_MS);
    try {
      storage.setItem(STORAGE_KEY, JSON.stringify(Object.fromEntries(stored)));
    } catch {
      // Only the reminder is lost.
    }
  }
  const filesOf = (draftId: string): readonly PendingFile[] => read()[draftId]?.files ?? [];
  const writeEntry = (draftId: string, files: readonly PendingFile[], more: Partial<PendingEntry> = {}): void =>
    write({ ...read(), [draftId]: { ...read()[draftId], at: now(), ...more, files } });

  /** This page has the files. */
  function add(draftId: string, files: readonly PickedFile[]): void {
    const paths = new Set(files.map(({ path }) => path));
    const others = filesOf(draftId).filter(({ path }) => !paths.has(path));
    writeEntry(draftId, [...others, ...files.map(pendingFileOf)]);
  }
  /** These have started or were canceled. */
  function drop(draftId: string, paths: readonly string[]): void {
    const [all, remaining] = [filesOf(draftId), filesOf(draftId).filter(({ path }) => !paths.includes(path))];
    if (remaining.length < all.length) writeEntry(draftId, remaining);
  }
  const dropAll = (draftId: string): void => writeEntry(draftId, []);
  /** Sends a heartbeat of this page, or marks it as closed. */
  function heartbeat(draftIds: readonly string[], isClosed: boolean): void {
    for (const id of draftIds) if (filesOf(id).length > 0) writeEntry(id, filesOf(id), { left: isClosed });
  }
  /** Files of pages that are closed. */
  function orphanedFilesOf(draftId: string): readonly PendingFile[] {
    const entry = read()[draftId];
    return entry && (entry.left || now() - entry.at > HEARTBEAT_TIMEOUT_MS) ? entry.files : [];
  }
  return { add, remove: drop, dropAll, heartbeat, orphanedFilesOf };
}

/** Files of earlier page loads whose upload did not start, and those of this page. */
export function usePendingFiles() {
  const stored = createPendingFilesStorage(localStorage);
  const draftIds = new Set<string>();
  /** The state when this page first accepts files: from then on this page owns the list. */
  const orphanedFiles = shallowRef<ReadonlyMap<string, readonly PendingFile[]>>(new Map());
  const heartbeats = shallowRef(0);

  function pendingFilesOf(draftId: string): readonly PendingFile[] {
    void heartbeats.value;
    return orphanedFiles.value.get(draftId) ?? stored.orphanedFilesOf(draftId);
  }
  function hideFiles(draftId: string, paths: readonly string[]): void {
    const others = pendingFilesOf(draftId).filter(({ path }) => !paths.includes(path));
    orphanedFiles.value = new Map(orphanedFiles.value).set(draftId, others);
  }
  function add(draftId: string, files: readonly PickedFile[]): void {
    hideFiles(
      draftId,
      files.map(({ path }) => path),
    );
    draftIds.add(draftId);
    stored.add(draftId, files);
    stored.heartbeat([draftId], false);
  }
  function drop(draftId: string, paths: readonly string[]): void {
    hideFiles(draftId, paths);
    stored.remove(draftId, paths);
  }
  function dropAll(draftId: string): void {
    draftIds.delete(draftId);
    orphanedFiles.value = new Map(orphanedFiles.value).set(draftId, []);
    stored.dropAll(draftId);
  }

  setInterval(() => {
    stored.heartbeat([...draftIds], false);
    heartbeats.value += 1;
  }, HEARTBEAT_INTERVAL_MS);
  addEventListener('pagehide', () => stored.heartbeat([...draftIds], true));
  return { add, drop, dropAll, pendingFilesOf };
}
