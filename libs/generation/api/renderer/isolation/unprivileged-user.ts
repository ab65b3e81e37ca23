import { chmod, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The user and group that own nothing, on every system that has them. */
export const NOBODY = { uid: 65_534, gid: 65_534 } as const;

const READ = { folder: 0o555, file: 0o444 };
const ENTER = 0o001;

/**
 * Lets everybody read a folder that was made for the trial.
 * @returns false where a folder above it lets nobody in
 */
export async function makeReadableForNobody(dir: string): Promise<boolean> {
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory() || entry.isFile()) await allow(path, entry.isDirectory() ? READ.folder : READ.file);
  }
  await allow(dir, READ.folder);
  return canBeEntered(dirname(dir));
}

async function allow(path: string, rights: number): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & rights) !== rights) await chmod(path, (mode & 0o7777) | rights);
}

async function canBeEntered(dir: string): Promise<boolean> {
  for (let at = dir; ; at = dirname(at)) {
    if (((await stat(at)).mode & ENTER) === 0) return false;
    if (at === dirname(at)) return true;
  }
}
