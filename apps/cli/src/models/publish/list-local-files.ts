import { constants } from 'node:fs';
import { copyFile, readdir, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import type { LocalFile } from '@visionary/hub';
import { UserError } from '../../user-error.js';

/** Files that operating systems and tools leave in folders. */
const IGNORED = /^(\.|__MACOSX$|Thumbs\.db$|desktop\.ini$)/i;

/** @throws UserError without files, and for a link, which could point anywhere */
export async function listLocalFiles(root: string): Promise<LocalFile[]> {
  const stats = await stat(root).catch(() => {
    throw new UserError(`No file or folder "${root}".`);
  });
  if (stats.isFile()) return [localFileOf(root, basename(root), stats.size)];
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files: LocalFile[] = [];
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    const path = relative(root, file).split(sep).join('/');
    if (entry.isDirectory() || path.split('/').some((part) => IGNORED.test(part))) continue;
    if (!entry.isFile()) throw new UserError(`${path} isn’t a regular file.`);
    files.push(localFileOf(file, path, (await stat(file)).size));
  }
  if (files.length === 0) throw new UserError(`No files in "${root}".`);
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

const localFileOf = (source: string, path: string, bytes: number): LocalFile => ({
  path,
  bytes,
  copyTo: (to) => copyFile(source, to, constants.COPYFILE_FICLONE),
});
