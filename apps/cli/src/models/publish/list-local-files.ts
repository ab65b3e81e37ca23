import { constants } from 'node:fs';
import { copyFile, readdir, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import type { LocalFile } from '@visionary/hub';
import { UserError } from '../../user-error.js';

/** What systems and tools leave in folders is no part of a model. */
const LEFT_OUT = /^(\.|__MACOSX$|Thumbs\.db$|desktop\.ini$)/i;

/** @throws Trouble where there is nothing, or a link, which might lead anywhere */
export async function listLocalFiles(what: string): Promise<LocalFile[]> {
  const found = await stat(what).catch(() => {
    throw new UserError(`No file or folder "${what}".`);
  });
  if (found.isFile()) return [fileOf(what, basename(what), found.size)];
  const entries = await readdir(what, { recursive: true, withFileTypes: true });
  const files: LocalFile[] = [];
  for (const entry of entries) {
    const place = join(entry.parentPath, entry.name);
    const path = relative(what, place).split(sep).join('/');
    if (entry.isDirectory() || path.split('/').some((part) => LEFT_OUT.test(part))) continue;
    if (!entry.isFile()) throw new UserError(`${path} isn’t a regular file.`);
    files.push(fileOf(place, path, (await stat(place)).size));
  }
  if (files.length === 0) throw new UserError(`No files in "${what}".`);
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

const fileOf = (from: string, path: string, bytes: number): LocalFile => ({
  ...{ path, bytes },
  copyTo: (to) => copyFile(from, to, constants.COPYFILE_FICLONE),
});
