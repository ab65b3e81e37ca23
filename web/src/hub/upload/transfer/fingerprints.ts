import type { PickedFile } from '../pick/picked-files.js';

const MAX_CACHED = 'visionary.file-fingerprints';
const MAX_AGE_MS = 30 * 24 * 60 * 60_000;

interface Fingerprint {
  readonly print: string;
  readonly at: number;
}
type FingerprintsByDraft = Record<string, Fingerprint>;

/** Identifies a file across sessions without reading it: path, size, and modification time. */
export const fingerprintOf = ({ path, file }: PickedFile): string => [path, file.size, file.lastModified].join(' ');

function read(): FingerprintsByDraft {
  try {
    return JSON.parse(localStorage.getItem(MAX_CACHED) ?? '{}') as FingerprintsByDraft;
  } catch {
    return {};
  }
}

/** Remembers that this upload belongs to this file. Without storage, a later session uploads it from the start. */
export function saveFingerprint(fileId: string, print: string): void {
  const now = Date.now();
  const recent = Object.entries(read()).filter(([, { at }]) => now - at < MAX_AGE_MS);
  try {
    localStorage.setItem(MAX_CACHED, JSON.stringify({ ...Object.fromEntries(recent), [fileId]: { print, at: now } }));
  } catch {
    // Only the resume is lost.
  }
}

/** Whether an upload belongs to this file. */
export const isSameFile = (fileId: string, pickedFile: PickedFile): boolean =>
  read()[fileId]?.print === fingerprintOf(pickedFile);
