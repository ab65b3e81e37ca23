/** Of the system, of SQLite, of MySQL, and of a rejection that keeps the rest of the disk for the database. */
const FULL = new Set([
  'ENOSPC',
  'EDQUOT',
  'EFBIG',
  'SQLITE_FULL',
  'ER_DISK_FULL',
  'ER_RECORD_FILE_FULL',
  'STORAGE_FULL',
]);

/** Of the system, and of a rejection: the disk is read-only, fails, or was removed. */
const UNAVAILABLE = new Set(['EROFS', 'EIO', 'ENODEV', 'ESTALE', 'STORAGE_UNAVAILABLE']);
const UNAVAILABLE_SQLITE = /^SQLITE_(READONLY|IOERR|CANTOPEN)/;

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '');

/** A file or the database could not be written because the disk is full. Retrying succeeds once space is free. */
export const isStorageFull = (error: unknown): boolean => FULL.has(codeOf(error));

/** A file or the database could not be written at all. Retrying succeeds once an operator has repaired the disk. */
export const isStorageUnavailable = (error: unknown): boolean =>
  UNAVAILABLE.has(codeOf(error)) || UNAVAILABLE_SQLITE.test(codeOf(error));

/** The rejection for an error of the disk. @returns null for any other error */
export const storageCodeOf = (error: unknown): 'STORAGE_FULL' | 'STORAGE_UNAVAILABLE' | null => {
  if (isStorageFull(error)) return 'STORAGE_FULL';
  return isStorageUnavailable(error) ? 'STORAGE_UNAVAILABLE' : null;
};
