import { LIMITS, type RejectionReason } from '@visionary/contract';

/** Windows reserves these names for devices, with any extension. */
const DEVICES = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i;
/** The limit of common file systems. A Chinese character takes three bytes. */
const MAX_NAME_BYTES = 255;
const FORBIDDEN_CHARACTERS = /[<>:"|?*]/;
/** Drives and network shares included. */
const ABSOLUTE = /^([/\\]|[a-z]:)/i;
// Control characters, and characters that reorder or hide the rest of a name.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;

/** A reason key of the contract with its values, and the reason in English. */
export interface PathError {
  readonly reasonKey: RejectionReason;
  readonly reason: string;
  readonly most?: number;
  readonly part?: string;
}

const error = (
  reasonKey: RejectionReason,
  reason: string,
  values: Pick<PathError, 'most' | 'part'> = {},
): PathError => ({ reasonKey, reason, ...values });

/**
 * Checks that a file may have this path in a folder on any operating system: relative, forward slashes, inside the folder.
 * @returns null if it is valid
 */
export const validatePath = (path: string, maxLength: number): PathError | null => {
  if (path === '') return error('emptyName', 'it has no name');
  if (path.length > maxLength) {
    return error('pathTooLong', `it is longer than ${maxLength} characters`, { most: maxLength });
  }
  if (INVISIBLE.test(path)) return error('invisibleCharacter', 'it has an invisible character');
  if (ABSOLUTE.test(path)) return error('absolutePath', 'it is absolute');
  if (path.includes('\\')) return error('backslash', 'it has a backslash');
  for (const segment of path.split('/')) {
    const found = validateSegment(segment);
    if (found) return found;
  }
  return null;
};

const validateSegment = (part: string): PathError | null => {
  if (part === '') return error('emptyPathSegment', 'a name in it is empty');
  if (Buffer.byteLength(part) > MAX_NAME_BYTES) {
    return error('nameTooLong', `a name in it is longer than ${MAX_NAME_BYTES} bytes`, { most: MAX_NAME_BYTES });
  }
  if (part === '.' || part === '..') return error('pathTraversal', 'it leads out of its folder');
  if (DEVICES.test(part)) return error('windowsDeviceName', `${part} is a device name on Windows`, { part });
  if (FORBIDDEN_CHARACTERS.test(part)) return error('forbiddenCharacter', 'it has a character that Windows forbids');
  if (/[. ]$/.test(part) || part.startsWith(' ')) {
    return error('leadingOrTrailingSpace', 'a name in it begins or ends with a character that Windows drops');
  }
  return null;
};

/** Paths with the same key are one file on a file system that ignores case or normalizes Unicode. */
const pathKey = (path: string): string => path.normalize('NFKC').toLowerCase().normalize('NFC');

/** Files that operating systems and tools leave in folders. */
export const isIgnoredFile = (path: string): boolean =>
  path.split('/').some((part) => /^(__MACOSX|Thumbs\.db|desktop\.ini|\..*)$/i.test(part) && !/^\.{1,2}$/.test(part));

/** Why a file can't be uploaded with this path; null if it can. */
export const uploadPathError = (path: string): PathError | null =>
  validatePath(path, LIMITS.modelPathLength) ??
  (isIgnoredFile(path) ? error('hiddenFile', 'it is a hidden file') : null);

/** Finds path conflicts in one folder in constant time per path. */
export class DraftPaths {
  private readonly files = new Map<string, string>();
  private readonly folders = new Map<string, string>();

  constructor(paths: readonly string[] = []) {
    for (const path of paths) this.add(path);
  }

  add(path: string): void {
    const key = pathKey(path);
    this.files.set(key, path);
    for (const folder of foldersOf(key)) this.folders.set(folder, path);
  }

  /** A file conflicts with the same path, and with a file where it needs a folder. @returns the conflicting path */
  conflictOf(path: string): string | null {
    const key = pathKey(path);
    const outer = foldersOf(key).find((folder) => this.files.has(folder));
    return this.files.get(key) ?? this.folders.get(key) ?? this.files.get(outer ?? '') ?? null;
  }
}

/** Rejection details of a path conflict. @param other the conflicting path */
export const conflictDetail = (path: string, other: string) => ({
  path,
  reasonKey: 'fileFolderConflict' satisfies RejectionReason,
  other,
  reason: `it conflicts with ${other}`,
});

const foldersOf = (key: string): string[] => {
  const parts = key.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
};
