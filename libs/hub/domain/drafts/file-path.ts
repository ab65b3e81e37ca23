/** Names that Windows keeps for devices, whatever ending they have. */
const DEVICES = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i;
/** What file systems take as one name; in Chinese each sign is three of them. */
const NAME_BYTES = 255;
const FORBIDDEN_SIGNS = /[<>:"|?*]/;
/** Drives, and shares of other machines. */
const ABSOLUTE = /^([/\\]|[a-z]:)/i;
// Control characters, and what turns or hides the rest of a name.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;

/** Why a path cannot be taken: a mark for a sentence in the reader's language, what that needs, and the same in plain English. */
export interface PathError {
  readonly reasonKey: string;
  readonly reason: string;
  readonly most?: number;
  readonly part?: string;
}

const trouble = (reasonKey: string, reason: string, needs: Pick<PathError, 'most' | 'part'> = {}): PathError => ({
  ...{ reasonKey, reason },
  ...needs,
});

/**
 * Whether a file may stand under this path in a folder of any system: relative, forward slashes, no way out.
 * @returns why not; null where it may
 */
export const validatePath = (path: string, maxLength: number): PathError | null => {
  if (path === '') return trouble('noName', 'it has no name');
  if (path.length > maxLength) {
    return trouble('longPath', `it is longer than ${maxLength} characters`, { most: maxLength });
  }
  if (UNSEEN.test(path)) return trouble('unseenSign', 'it has a character that cannot be seen');
  if (ABSOLUTE.test(path)) return trouble('absolute', 'it is absolute');
  if (path.includes('\\')) return trouble('backslash', 'it has a backslash');
  for (const part of path.split('/')) {
    const found = whyNotPart(part);
    if (found) return found;
  }
  return null;
};

const whyNotPart = (part: string): PathError | null => {
  if (part === '') return trouble('emptyPart', 'a name in it is empty');
  if (Buffer.byteLength(part) > NAME_BYTES) {
    return trouble('longPart', `a name in it is longer than ${NAME_BYTES} bytes`, { most: NAME_BYTES });
  }
  if (part === '.' || part === '..') return trouble('leadsOut', 'it leads out of its folder');
  if (DEVICES.test(part)) return trouble('device', `${part} is a device on Windows`, { part });
  if (FORBIDDEN_SIGNS.test(part)) return trouble('forbiddenSign', 'it has a sign that Windows forbids');
  if (/[. ]$/.test(part) || part.startsWith(' ')) {
    return trouble('edgeOfName', 'a name in it begins or ends with what Windows drops');
  }
  return null;
};

/** Two paths with the same key are one file on a system that knows no case, or writes accents its own way. */
const pathKey = (path: string): string => path.normalize('NFKC').toLowerCase().normalize('NFC');

/** What systems and tools leave in folders, which is nobody's work. */
export const isIgnoredFile = (path: string): boolean =>
  path.split('/').some((part) => /^(__MACOSX|Thumbs\.db|desktop\.ini|\..*)$/i.test(part) && !/^\.{1,2}$/.test(part));

/** Files that lie in one folder, and what may stand beside them. Each is looked at once, however many there are. */
export class DraftPaths {
  /** By their keys, and by those of the folders they need. */
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

  /** A file where another one needs a folder cannot stand beside it. @returns the one in the way */
  inTheWayOf(path: string): string | null {
    const key = pathKey(path);
    const outer = foldersOf(key).find((folder) => this.files.has(folder));
    return this.files.get(key) ?? this.folders.get(key) ?? this.files.get(outer ?? '') ?? null;
  }
}

/** @param other what is in the way of a file */
export const findConflict = (path: string, other: string) => ({
  ...{ path, reasonKey: 'fileFolderConflict', other, reason: `${other} is in its way` },
});

const foldersOf = (key: string): string[] => {
  const parts = key.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
};
