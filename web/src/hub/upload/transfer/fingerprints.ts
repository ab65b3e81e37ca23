import type { PickedFile } from '../pick/picked-files.js';

const KEPT = 'visionary.uploads';
const KEPT_MS = 30 * 24 * 60 * 60_000;

interface Kept {
  readonly print: string;
  readonly at: number;
}
type AllKept = Record<string, Kept>;

/** What tells a file again on another day, without reading it: where it stood, how large it is, when it was written. */
export const fingerprintOf = ({ path, file }: PickedFile): string => [path, file.size, file.lastModified].join(' ');

function read(): AllKept {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? '{}') as AllKept;
  } catch {
    return {};
  }
}

/** This upload was begun with this file. A browser that keeps nothing sends it from its start another day. */
export function saveFingerprint(fileId: string, print: string): void {
  const now = Date.now();
  const young = Object.entries(read()).filter(([, { at }]) => now - at < KEPT_MS);
  try {
    localStorage.setItem(KEPT, JSON.stringify({ ...Object.fromEntries(young), [fileId]: { print, at: now } }));
  } catch {
    // Nothing is lost but the comfort.
  }
}

/** Whether an upload goes on with this very file. */
export const isSameFile = (fileId: string, pickedFile: PickedFile): boolean =>
  read()[fileId]?.print === fingerprintOf(pickedFile);
