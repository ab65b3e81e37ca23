import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

export const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Writes a file atomically: `path` is complete or absent. */
export const writeAtomically = (path: string, content: Uint8Array): Promise<void> =>
  wholeAt(path, async (unfinished) => {
    const file = await open(unfinished, 'wx');
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
    await wholeAt(to, async (unfinished) => {
      await copyFile(from, unfinished);
      await sync(unfinished);
    });
    await rm(from, { force: true });
  }
};

const wholeAt = async (path: string, write: (unfinished: string) => Promise<void>): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${randomUUID()}.part`;
  try {
    await write(unfinished);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
};

const sync = async (path: string): Promise<void> => {
  const file = await open(path, 'r+');
  await file.sync().finally(() => file.close());
};
