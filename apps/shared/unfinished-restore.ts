import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Exists in a data folder while a backup is restored to it, and after a restore that was interrupted. */
export const unfinishedRestore = (dataDir: string): string => join(dataDir, 'restore-unfinished');

/** The data folder contains only a part of a backup. */
export class UnfinishedRestoreError extends Error {}

/** @throws UnfinishedRestoreError */
export const requireFinishedRestore = (dataDir: string): void => {
  if (existsSync(unfinishedRestore(dataDir))) throw new UnfinishedRestoreError(dataDir);
};
