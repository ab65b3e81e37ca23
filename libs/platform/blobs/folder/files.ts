import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

export const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Writes a file atomically: `path` is complete or absent. */
export const writeAtomically = (path: string, content: Uint8Array): Promise<void> =>
  writeThenRename(path, async (partPath) => {
    const file = await open(partPath, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
  });

/** Moves a file atomically, also between file systems. Syncs it to disk before renaming. */
export const moveFile = async (from: string, to: string): Promise<void> => {
  await mkdir(dirname(to), { recursive: true });
  await sync(from);
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await writeThenRename(to, async (partPath) => {
      await copyFile(from, partPath);
      await sync(partPath);
    });
    await rm(from, { force: true });
  }
};

const writeThenRename = async (path: string, write: (partPath: string) => Promise<void>): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  const partPath = `${path}.${randomUUID()}.part`;
  try {
    await write(partPath);
    await rename(partPath, path);
  } catch (error) {
    await rm(partPath, { force: true });
    throw error;
  }
};

const sync = async (path: string): Promise<void> => {
  const file = await open(path, 'r+');
  await file.sync().finally(() => file.close());
};
