import type { PickedFile } from '../pick/picked-files.js';

/** A file that was chosen for a draft and whose upload has not begun; no page can keep the file itself over a reload. */
export interface PendingFile {
  readonly path: string;
  readonly bytes: number;
  readonly modified: number;
}
interface Noted {
  /** When a page that has them in hand gave a sign of life. */
  readonly at: number;
  /** That page went. */
  readonly left?: boolean;
  readonly files: readonly PendingFile[];
}
type AllNoted = Readonly<Record<string, Noted>>;

const NOTED = 'visionary.pending-files';
const NOTED_MS = 30 * 24 * 60 * 60_000;
/** A page that died without a word gave no sign for longer. */
export const HEARTBEAT_TIMEOUT_MS = 20_000;

const noted = ({ path, file }: PickedFile): PendingFile => ({ path, bytes: file.size, modified: file.lastModified });

/** What was chosen and not yet begun, as this browser remembers it from one page to the next. */
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
      // Nothing is lost but the comfort.
    }
  }
  const filesOf = (draftId: string): readonly PendingFile[] => read()[draftId]?.files ?? [];
  const put = (draftId: string, files: readonly PendingFile[], more: Partial<Noted> = {}): void =>
    write({ ...read(), [draftId]: { ...read()[draftId], at: now(), ...more, files } });

  /** They are in the hands of this page. */
  function add(draftId: string, files: readonly PickedFile[]): void {
    const paths = new Set(files.map(({ path }) => path));
    const others = filesOf(draftId).filter(({ path }) => !paths.has(path));
    put(draftId, [...others, ...files.map(noted)]);
  }
  /** These are begun, or not wanted any more. */
  function drop(draftId: string, paths: readonly string[]): void {
    const [all, left] = [filesOf(draftId), filesOf(draftId).filter(({ path }) => !paths.includes(path))];
    if (left.length < all.length) put(draftId, left);
  }
  const dropAll = (draftId: string): void => put(draftId, []);
  /** Whether this page still has them: a sign of life, or that it goes. */
  function heartbeat(draftIds: readonly string[], left: boolean): void {
    for (const id of draftIds) if (filesOf(id).length > 0) put(id, filesOf(id), { left });
  }
  /** Those that no page has in its hands any more. */
  function leftOf(draftId: string): readonly PendingFile[] {
    const entry = read()[draftId];
    return entry && (entry.left || now() - entry.at > HEARTBEAT_TIMEOUT_MS) ? entry.files : [];
  }
  return { add, remove: drop, dropAll, heartbeat, orphanedFilesOf: leftOf };
}
