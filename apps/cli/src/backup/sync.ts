import { open } from 'node:fs/promises';

/** Writes a file, or the entries of a folder, from the system's memory to the disk. */
export const syncToDisk = async (path: string, flags: 'r' | 'r+' = 'r+'): Promise<void> => {
  const file = await open(path, flags);
  await file.sync().finally(() => file.close());
};

/** Without effect on Windows, which syncs folders itself. */
export const syncFolder = async (path: string): Promise<void> => {
  if (process.platform !== 'win32') await syncToDisk(path, 'r');
};
