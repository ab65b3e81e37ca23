import { chmodSync } from 'node:fs';

const NOBODY = 65_534;

/** Runs work while this process may not use a folder. Root may always, so this process has another user meanwhile. */
export async function withoutPermission<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const isRoot = process.geteuid?.() === 0;
  chmodSync(folder, 0o000);
  if (isRoot) process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
    chmodSync(folder, 0o700);
  }
}
