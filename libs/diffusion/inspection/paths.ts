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
    const trouble = pathTrouble(path) ?? (seen.has(keyOf(path)) ? 'sameName' : undefined);
    if (trouble) {
      throw new InspectionRefusal('MODEL_PATH_REFUSED', { path, because: trouble, reason: REASONS[trouble] });
    }
    seen.add(keyOf(path));
  }
}

const REASONS = {
  nameLength: 'its name is too long, or there is none',
  forbiddenSign: 'its name has letters that not every system takes',
  leadsOut: 'its name leads out of the folder',
  reservedName: 'its name is one that not every system takes',
  sameName: 'another file has the same name on some systems',
};

const keyOf = (path: string) => path.normalize('NFC').toLowerCase();

function pathTrouble(path: string): keyof typeof REASONS | undefined {
  if (path === '' || path.length > LENGTH_AT_MOST) return 'nameLength';
  if (FORBIDDEN.test(path)) return 'forbiddenSign';
  const isPlain = path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && !/[. ]$/.test(part));
  if (!isPlain || /^[a-z]:/i.test(path)) return 'leadsOut';
  return path.split('/').some((part) => RESERVED.test(part)) ? 'reservedName' : undefined;
}
