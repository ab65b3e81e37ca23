import { copyFileSync, existsSync, linkSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Written by the build, see tools/empty-database.mjs: all migrations applied, nothing else in it. */
const EMPTY = fileURLToPath(new URL('./empty.sqlite', import.meta.url));

const SQLITE = /^sqlite:(?=[^:])/;

/**
 * Puts an empty database with all tables where SQLite has no file yet: fifty migrations take a third of the CPU of a first
 * start. Where that isn't possible, the migrations make the tables.
 */
export function placeEmptyDatabase(url: string, empty = EMPTY): void {
  const path = url.replace(SQLITE, '');
  if (path === url || existsSync(path) || !existsSync(empty)) return;
  // SQLite would write the log of a file that was removed into the copy; it discards it for a file of its own.
  if (existsSync(`${path}-wal`)) return;
  const copy = `${path}.new-${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    try {
      copyFileSync(empty, copy);
      // Another process may have been faster, and may already write.
      linkSync(copy, path);
    } finally {
      rmSync(copy, { force: true });
    }
  } catch {
    // The migrations tell what is wrong with the folder.
  }
}
