import { constants } from 'node:fs';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isStorageUnavailable } from '@visionary/kernel';

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException | null)?.code;

/** Whether a write failed because nothing can be written there: read-only, without permission, or failing. */
export const isWriteFault = (error: unknown): boolean =>
  isStorageUnavailable(error) || ['EACCES', 'EPERM'].includes(codeOf(error) ?? '');

/**
 * Why nothing can be written in a folder, or in its parent while it doesn't exist.
 * @param writes also writes a file, because a failing disk has the rights
 * @returns null if it can be written, also if it is full
 */
export async function findWriteFault(folder: string, writes: boolean): Promise<Error | null> {
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    if (writes) await writeProbe(folder);
    return null;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && dirname(folder) !== folder) return findWriteFault(dirname(folder), writes);
    return isWriteFault(error) ? (error as Error) : null;
  }
}

async function writeProbe(folder: string): Promise<void> {
  const probe = await mkdtemp(join(folder, '.writable-'));
  try {
    await writeFile(join(probe, 'probe'), 'probe', { flush: true });
  } finally {
    await rm(probe, { recursive: true, force: true });
  }
}
