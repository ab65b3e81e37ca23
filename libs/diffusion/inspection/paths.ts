import { InspectionError } from './result.js';

const MAX_FILES = 500;
const MAX_LENGTH = 200;
/** Reserved file names on Windows: https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
/** Control characters, and characters with a special meaning on Windows. */
const FORBIDDEN = /[\p{Cc}<>:"\\|?*]/u;

/** @throws InspectionError MODEL_PATH_INVALID, MODEL_TOO_MANY_FILES */
export function requirePaths(paths: readonly string[]): void {
  if (paths.length > MAX_FILES) {
    throw new InspectionError('MODEL_TOO_MANY_FILES', {
      most: MAX_FILES,
      reason: `there are ${paths.length} files`,
    });
  }
  const seen = new Set<string>();
  for (const path of paths) {
    const reasonKey = pathError(path) ?? (seen.has(keyOf(path)) ? 'caseCollision' : undefined);
    if (reasonKey) {
      throw new InspectionError('MODEL_PATH_INVALID', { path, reasonKey, reason: REASONS[reasonKey] });
    }
    seen.add(keyOf(path));
  }
}

const REASONS = {
  invalidNameLength: 'its name is too long, or there is none',
  forbiddenCharacter: 'its name has characters that are invalid on some systems',
  pathTraversal: 'its name points outside the folder',
  reservedName: 'its name is reserved on some systems',
  caseCollision: 'another file has the same name on some systems',
};

const keyOf = (path: string) => path.normalize('NFC').toLowerCase();

function pathError(path: string): keyof typeof REASONS | undefined {
  if (path === '' || path.length > MAX_LENGTH) return 'invalidNameLength';
  if (FORBIDDEN.test(path)) return 'forbiddenCharacter';
  const isRelative = path
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..' && !/[. ]$/.test(part));
  if (!isRelative || /^[a-z]:/i.test(path)) return 'pathTraversal';
  return path.split('/').some((part) => RESERVED.test(part)) ? 'reservedName' : undefined;
}
