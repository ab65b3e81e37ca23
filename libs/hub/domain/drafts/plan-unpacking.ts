import type { FileRejection } from '../drafts.js';
import type { ArchiveEntry } from './upload-ports.js';
import { findConflict, isIgnoredFile, DraftPaths, validatePath } from './file-path.js';

export interface UnpackingLimits {
  readonly files: number;
  readonly fileBytes: number;
  readonly totalBytes: number;
  readonly pathLength: number;
}

/** What is to be unpacked, and where each of it belongs. */
export interface Unpacking {
  readonly ok: true;
  readonly files: readonly { readonly entry: ArchiveEntry; readonly path: string }[];
}
type Planned = Unpacking | { readonly ok: false; readonly refusal: FileRejection };

/** Weights are as good as noise: whatever grows more than this when it is unpacked was made to. */
const RATIO_AT_MOST = 100;
const SMALL_BYTES = 64 * 1024 * 1024;
const ARCHIVES = /\.(zip|7z|rar|tar|gz|tgz|bz2|xz|zst)$/i;

const refused = (code: string, detail?: FileRejection['detail']): Planned => ({
  ok: false,
  refusal: detail ? { code, detail } : { code },
});

/** By what the archive says of itself; whether that is so shows when it is unpacked. Nothing is written before all of it holds. */
export const planUnpacking = (entries: readonly ArchiveEntry[], limits: UnpackingLimits): Planned => {
  for (const entry of entries) {
    const refusal = whyNotEntry(entry, limits);
    if (refusal) return { ok: false, refusal };
  }
  const files = entries.filter(({ kind, name }) => kind === 'file' && !isIgnoredFile(name));
  if (files.length > limits.files) return refused('MODEL_TOO_MANY_FILES', { limit: limits.files });
  const large = files.find(({ bytes }) => bytes > limits.fileBytes);
  if (large) return refused('MODEL_TOO_LARGE', { path: large.name, max: limits.fileBytes });
  if (isBomb(entries, limits)) return refused('MODEL_ARCHIVE_BOMB');
  return placed(files);
};

const whyNotEntry = (
  { name, kind, isEncrypted, isReadable }: ArchiveEntry,
  limits: UnpackingLimits,
): FileRejection | null => {
  const path = kind === 'folder' ? name.replace(/\/$/, '') : name;
  const trouble =
    kind === 'link' || kind === 'device'
      ? { reasonKey: kind === 'link' ? 'symbolicLink' : 'notRegularFile', reason: `it is a ${kind}` }
      : validatePath(path, limits.pathLength + path.indexOf('/') + 1);
  const told = name.slice(0, limits.pathLength);
  if (trouble) return { code: 'MODEL_PATH_INVALID', detail: { path: told, ...trouble } };
  if (kind === 'folder' || isIgnoredFile(name)) return null;
  if (isEncrypted || !isReadable) return { code: 'MODEL_ARCHIVE_UNREADABLE', detail: { path: told } };
  return ARCHIVES.test(name) ? { code: 'MODEL_FILE_TYPE_UNSUPPORTED', detail: { path: told } } : null;
};

/** Too much, growing too much, or the same packed bytes unpacked again and again. */
const isBomb = (entries: readonly ArchiveEntry[], { totalBytes }: UnpackingLimits): boolean => {
  const sum = (sizeOf: (entry: ArchiveEntry) => number) => entries.reduce((all, entry) => all + sizeOf(entry), 0);
  const bytes = sum((entry) => entry.bytes);
  if (bytes > totalBytes) return true;
  if (bytes > SMALL_BYTES && bytes > RATIO_AT_MOST * sum((entry) => entry.packedBytes)) return true;
  const inOrder = [...entries].sort((one, other) => one.at - other.at);
  return inOrder.some(({ at }, index) => {
    const before = inOrder[index - 1];
    return before !== undefined && at < before.at + before.packedBytes;
  });
};

/** One folder around everything is no part of the model. */
const placed = (files: readonly ArchiveEntry[]): Planned => {
  if (files.length === 0) return refused('MODEL_INCOMPLETE', { missing: 'any file' });
  const around = /^([^/]+)\//.exec(files[0]?.name ?? '')?.[0];
  const strip = around !== undefined && files.every(({ name }) => name.startsWith(around)) ? around.length : 0;
  const paths: string[] = [];
  const taken = new DraftPaths();
  for (const { name } of files) {
    const path = name.slice(strip);
    const other = taken.inTheWayOf(path);
    if (other) return refused('MODEL_PATH_INVALID', findConflict(path, other));
    paths.push(path);
    taken.add(path);
  }
  return { ok: true, files: files.map((entry, index) => ({ entry, path: paths[index] as string })) };
};
