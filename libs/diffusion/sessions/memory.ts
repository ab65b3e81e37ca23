import { readFileSync } from 'node:fs';
import { freemem } from 'node:os';
import { join } from 'node:path';

/** Files with limit and usage of a control group, for versions 2 and 1. */
const CGROUP_FILES: readonly (readonly [limit: string, used: string])[] = [
  ['sys/fs/cgroup/memory.max', 'sys/fs/cgroup/memory.current'],
  ['sys/fs/cgroup/memory/memory.limit_in_bytes', 'sys/fs/cgroup/memory/memory.usage_in_bytes'],
];

/** Resident memory of this process with all its threads, in bytes. */
export function residentBytes(): number {
  return process.memoryUsage.rss();
}

/**
 * Memory that the machine, or the container of this process, can still give, in bytes. Droppable file caches count as
 * free.
 * @param root of the system's proc and sys folders
 */
export function availableBytes(root = '/'): number {
  const machine = parseKilobytes(readIfPresent(join(root, 'proc/meminfo')), 'MemAvailable') ?? freemem();
  return CGROUP_FILES.reduce(
    (least, [limit, used]) => Math.min(least, remainingInGroup(join(root, limit), join(root, used))),
    machine,
  );
}

function remainingInGroup(limitFile: string, usedFile: string): number {
  const limit = Number(readIfPresent(limitFile).trim() || 'none');
  const used = Number(readIfPresent(usedFile).trim() || 'none');
  if (!Number.isFinite(limit) || !Number.isFinite(used)) return Infinity;
  const stat = readIfPresent(usedFile.replace(/[^/]+$/, 'memory.stat'));
  const cache = [...stat.matchAll(/^(?:in)?active_file (\d+)$/gm)].reduce((sum, [, bytes]) => sum + Number(bytes), 0);
  return Math.max(0, limit - used + cache);
}

function parseKilobytes(text: string, name: string): number | undefined {
  const digits = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits) * 1024;
}

function readIfPresent(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
