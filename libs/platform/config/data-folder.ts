import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const OWNER_ONLY = { folder: 0o700, file: 0o600 };
const OTHERS = 0o077;
/** A renderer that runs as another user may enter the folder, see the sandbox. */
const MAY_ENTER = 0o010;

/**
 * Creates the data folder, and keeps it and everything that this process creates from other users of the machine. A folder
 * of an older version is closed with what is in it.
 */
export function closeDataFolder(dataDir: string): void {
  process.umask(OTHERS);
  mkdirSync(dataDir, { recursive: true, mode: OWNER_ONLY.folder });
  if (process.platform === 'win32') return;
  if ((statSync(dataDir).mode & OTHERS & ~MAY_ENTER) === 0) return;
  for (const entry of readdirSync(dataDir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) setMode(path, OWNER_ONLY.file);
    else if (entry.isDirectory()) setMode(path, OWNER_ONLY.folder);
  }
  // Last, so that a start that was cut off is completed by the next one.
  chmodSync(dataDir, OWNER_ONLY.folder);
}

/** A container mounts folders of other services there read-only. Their owner closes them. */
function setMode(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EROFS') throw error;
  }
}
