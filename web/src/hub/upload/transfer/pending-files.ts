import type { PickedFile } from '../pick/picked-files.js';

/** A chosen file whose upload did not start. No page can keep the file itself across a reload. */
export interface PendingFile {
  readonly path: string;
  readonly bytes: number;
  readonly modified: number;
}
interface Noted {
  /** The last heartbeat of the page that has the file. */
  readonly at: number;
  /** That page was closed. */
  readonly left?: boolean;
  readonly files: readonly PendingFile[];
}
type AllNoted = Readonly<Record<string, Noted>>;

const NOTED = 'visionary.pending-files';
const NOTED_MS = 30 * 24 * 60 * 60_000;
/** Without a heartbeat for this long, the page is considered closed. */
export const HEARTBEAT_TIMEOUT_MS = 20_000;

const noted = ({ path, file }: PickedFile): PendingFile => ({ path, bytes: file.size, modified: file.lastModified });

/** Chosen files whose upload did not start, kept in browser storage across page loads. */
export function createPendingFilesStorage(storage: Pick<Storage, 'getItem' | 'setItem'>, now: () => number = Date.now) {
  function read(): AllNoted {
    try {
      return JSON.parse(storage.getItem(NOTED) ?? '{}') as AllNoted;
    } catch {
      return {};
    }
  }
  function write(all: AllNoted): void {
    const stored = Object.entries(all).filter(([, { at, files }]) => files.length > 0 && now() - at < NOTED_MS);
    try {
      storage.setItem(NOTED, JSON.stringify(Object.fromEntries(stored)));
    } catch {
      // Only the reminder is lost.
    }
  }
  const filesOf = (draftId: string): readonly PendingFile[] => read()[draftId]?.files ?? [];
  const put = (draftId: string, files: readonly PendingFile[], more: Partial<Noted> = {}): void =>
    write({ ...read(), [draftId]: { ...read()[draftId], at: now(), ...more, files } });

  /** This page has the files. */
  function add(draftId: string, files: readonly PickedFile[]): void {
    const paths = new Set(files.map(({ path }) => path));
    const others = filesOf(draftId).filter(({ path }) => !paths.has(path));
    put(draftId, [...others, ...files.map(noted)]);
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
