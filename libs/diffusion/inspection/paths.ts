import { InspectionRefusal } from './result.js';

const FILES_AT_MOST = 500;
const LENGTH_AT_MOST = 200;
/** What a part of a path may not be on some system: https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
/** Control characters, and what Windows takes for something else. */
const FORBIDDEN = /[\p{Cc}<>:"\\|?*]/u;

/** @throws InspectionRefusal MODEL_PATH_REFUSED, MODEL_TOO_MANY_FILES */
export function requirePaths(paths: readonly string[]): void {
  if (paths.length > FILES_AT_MOST) {
    throw new InspectionRefusal('MODEL_TOO_MANY_FILES', {
      most: FILES_AT_MOST,
      reason: `there are ${paths.length} files`,
    });
  }
  const seen = new Set<string>();
  for (const path of paths) {
    const reason =
      pathTrouble(path) ?? (seen.has(keyOf(path)) ? 'another file has the same name on some systems' : undefined);
    if (reason !== undefined) throw new InspectionRefusal('MODEL_PATH_REFUSED', { path, reason });
    seen.add(keyOf(path));
  }
}

const keyOf = (path: string) => path.normalize('NFC').toLowerCase();

function pathTrouble(path: string): string | undefined {
  if (path === '' || path.length > LENGTH_AT_MOST) return 'its name is too long, or there is none';
  if (FORBIDDEN.test(path)) return 'its name has letters that not every system takes';
  const isPlain = path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && !/[. ]$/.test(part));
  if (!isPlain || /^[a-z]:/i.test(path)) return 'its name leads out of the folder';
  return path.split('/').some((part) => RESERVED.test(part))
    ? 'its name is one that not every system takes'
    : undefined;
}
