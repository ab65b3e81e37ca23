import type { PickedFile } from '../pick/picked-files.js';

const MAX_CACHED = 'visionary.file-fingerprints';
const MAX_AGE_MS = 30 * 24 * 60 * 60_000;

interface Fingerprint {
  readonly print: string;
  readonly at: number;
}
type FingerprintsByDraft = Record<string, Fingerprint>;

/** What tells a file again on another day, without reading it: where it stood, how large it is, when it was written. */
export const fingerprintOf = ({ path, file }: PickedFile): string => [path, file.size, file.lastModified].join(' ');

function read(): FingerprintsByDraft {
  try {
    return JSON.parse(localStorage.getItem(MAX_CACHED) ?? '{}') as FingerprintsByDraft;
  } catch {
    return {};
  }
}

/** This upload was begun with this file. A browser that keeps nothing sends it from its start another day. */
export function saveFingerprint(fileId: string, print: string): void {
  const now = Date.now();
  const young = Object.entries(read()).filter(([, { at }]) => now - at < MAX_AGE_MS);
  try {
    localStorage.setItem(MAX_CACHED, JSON.stringify({ ...Object.fromEntries(young), [fileId]: { print, at: now } }));
  } catch {
    // Nothing is lost but the comfort.
  }
}

/** Whether an upload goes on with this very file. */
export const isSameFile = (fileId: string, pickedFile: PickedFile): boolean =>
  read()[fileId]?.print === fingerprintOf(pickedFile);
