/** Of the system, of SQLite, of MySQL, and of a rejection that keeps the rest of the disk for the database. */
const CODES = new Set([
  'ENOSPC',
  'EDQUOT',
  'EFBIG',
  'SQLITE_FULL',
  'ER_DISK_FULL',
  'ER_RECORD_FILE_FULL',
  'STORAGE_FULL',
]);

/** A file or the database could not be written because the disk is full. Retrying succeeds once space is free. */
export const isStorageFull = (error: unknown): boolean =>
  CODES.has(String((error as { code?: unknown } | null)?.code ?? ''));
