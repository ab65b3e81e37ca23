import { readFileSync } from 'node:fs';

/** A shell, what builds the walls, its first process, and the program. */
const DEPTH = 6;

/** Of a process and all that it started. 0 where the system does not tell. */
export function residentBytes(pid: number | undefined, depth = DEPTH): number {
  if (pid === undefined || depth === 0) return 0;
  const children = read(`/proc/${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean).map(Number);
  return ownBytes(pid) + children.reduce((sum, child) => sum + residentBytes(child, depth - 1), 0);
}

function ownBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
