import type { FileRejection } from '../drafts.js';
import { conflictDetail, DraftPaths, isIgnoredFile, type PathError, validatePath } from './file-path.js';

/** One entry of an archive's directory. */
export interface ArchiveEntry {
  /** As written in the archive. */
  readonly name: string;
  readonly bytes: number;
  readonly packedBytes: number;
  /** Offset of the packed bytes in the archive. */
  readonly offset: number;
  readonly kind: 'file' | 'folder' | 'link' | 'device';
  readonly isEncrypted: boolean;
  /** Whether its compression is supported: stored or deflated. */
  readonly isReadable: boolean;
}

export interface UnpackingLimits {
  readonly files: number;
  readonly fileBytes: number;
  readonly totalBytes: number;
  readonly pathLength: number;
}

/** The files to extract and their paths in the draft. */
export interface Unpacking {
  readonly ok: true;
  readonly files: readonly { readonly entry: ArchiveEntry; readonly path: string }[];
}
type UnpackingPlan = Unpacking | { readonly ok: false; readonly rejection: FileRejection };

/** Weights hardly compress, so a higher ratio means a zip bomb. */
const MAX_RATIO = 100;
const SMALL_BYTES = 64 * 1024 * 1024;
const ARCHIVES = /\.(zip|7z|rar|tar|gz|tgz|bz2|xz|zst)$/i;

const rejected = (code: string, detail?: FileRejection['detail']): UnpackingPlan => ({
  ok: false,
  rejection: detail ? { code, detail } : { code },
});

/** Validates the archive's directory before anything is extracted. Extraction verifies what the directory says. */
export const planUnpacking = (entries: readonly ArchiveEntry[], limits: UnpackingLimits): UnpackingPlan => {
  for (const entry of entries) {
    const rejection = rejectionOf(entry, limits);
    if (rejection) return { ok: false, rejection };
  }
  const files = entries.filter(({ kind, name }) => kind === 'file' && !isIgnoredFile(name));
  if (files.length > limits.files) return rejected('MODEL_TOO_MANY_FILES', { limit: limits.files });
  const large = files.find(({ bytes }) => bytes > limits.fileBytes);
  if (large) return rejected('MODEL_TOO_LARGE', { path: large.name, max: limits.fileBytes });
  if (isBomb(entries, limits)) return rejected('MODEL_ARCHIVE_BOMB');
  return withoutRootFolder(files);
};

const rejectionOf = (
  { name, kind, isEncrypted, isReadable }: ArchiveEntry,
  limits: UnpackingLimits,
): FileRejection | null => {
  const path = kind === 'folder' ? name.replace(/\/$/, '') : name;
  const pathError: PathError | null =
    kind === 'link' || kind === 'device'
      ? { reasonKey: kind === 'link' ? 'symbolicLink' : 'notRegularFile', reason: `it is a ${kind}` }
      : validatePath(path, limits.pathLength + path.indexOf('/') + 1);
  const shownPath = name.slice(0, limits.pathLength);
  if (pathError) return { code: 'MODEL_PATH_INVALID', detail: { path: shownPath, ...pathError } };
  if (kind === 'folder' || isIgnoredFile(name)) return null;
  if (isEncrypted || !isReadable) return { code: 'MODEL_ARCHIVE_UNREADABLE', detail: { path: shownPath } };
  return ARCHIVES.test(name) ? { code: 'MODEL_FILE_TYPE_UNSUPPORTED', detail: { path: shownPath } } : null;
};

/** Too large, too high a ratio, or overlapping entries. */
const isBomb = (entries: readonly ArchiveEntry[], { totalBytes }: UnpackingLimits): boolean => {
  const sum = (sizeOf: (entry: ArchiveEntry) => number) => entries.reduce((total, entry) => total + sizeOf(entry), 0);
  const bytes = sum((entry) => entry.bytes);
  if (bytes > totalBytes) return true;
  if (bytes > SMALL_BYTES && bytes > MAX_RATIO * sum((entry) => entry.packedBytes)) return true;
  const byOffset = [...entries].sort((a, b) => a.offset - b.offset);
  return byOffset.some(({ offset }, index) => {
    const previous = byOffset[index - 1];
    return previous !== undefined && offset < previous.offset + previous.packedBytes;
  });
};

/** Strips a single root folder. */
const withoutRootFolder = (files: readonly ArchiveEntry[]): UnpackingPlan => {
  if (files.length === 0) return rejected('MODEL_INCOMPLETE', { missing: 'any file' });
  const root = /^([^/]+)\//.exec(files[0]?.name ?? '')?.[0];
  const strip = root !== undefined && files.every(({ name }) => name.startsWith(root)) ? root.length : 0;
  const paths: string[] = [];
  const draftPaths = new DraftPaths();
  for (const { name } of files) {
    const path = name.slice(strip);
    const other = draftPaths.conflictOf(path);
    if (other) return rejected('MODEL_PATH_INVALID', conflictDetail(path, other));
    paths.push(path);
    draftPaths.add(path);
  }
  return { ok: true, files: files.map((entry, index) => ({ entry, path: paths[index] as string })) };
};
