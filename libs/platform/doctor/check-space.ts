import { existsSync } from 'node:fs';
import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { findWriteFault } from '@visionary/platform/blobs';
import type { Config } from '@visionary/platform/config';
import { finding, formatBytes, reasonOf, type DoctorFinding } from './findings.js';

const GIB = 2 ** 30;
const LOW_SPACE = 2 * GIB;
const OTHERS = 0o077;
const PERMISSIONS = 0o777;
const OCTAL = 8;

/** The data folder: writable, closed to other users, and with free space. Before the first start, its parent. */
export async function checkSpace({
  dataDir,
  minFreeBytes,
}: Pick<Config, 'dataDir' | 'minFreeBytes'>): Promise<DoctorFinding[]> {
  const folder = existingFolder(dataDir);
  // A disk that fails shows only when a file is written. Before the first start, nothing is.
  const fault = await findWriteFault(folder, folder === dataDir);
  if (fault) return [finding('space', 'problem', 'folderUnusable', { folder: dataDir, reason: reasonOf(fault) })];
  const { bavail, bsize } = await statfs(folder);
  return [spaceOf(dataDir, bavail * bsize, minFreeBytes), ...(folder === dataDir ? await openFolder(dataDir) : [])];
}

function existingFolder(path: string): string {
  let folder = path;
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}

function spaceOf(folder: string, freeBytes: number, reserveBytes: number): DoctorFinding {
  const values = { folder, free: formatBytes(freeBytes), reserve: formatBytes(reserveBytes) };
  if (freeBytes < reserveBytes) return finding('space', 'problem', 'spaceGone', values);
  return freeBytes < reserveBytes + LOW_SPACE
    ? finding('space', 'warning', 'spaceLow', values)
    : finding('space', 'ok', 'space', values);
}

/** Windows has no such permissions. */
async function openFolder(folder: string): Promise<DoctorFinding[]> {
  if (process.platform === 'win32') return [];
  const { mode } = await stat(folder);
  if ((mode & OTHERS) === 0) return [];
  return [finding('space', 'warning', 'folderOpen', { folder, mode: (mode & PERMISSIONS).toString(OCTAL) })];
}
