import { readFileSync } from 'node:fs';

/** Nesting of processes: shell, bubblewrap, its first process, the program, and its own children. */
const PROCESS_DEPTH = 8;

/** Resident memory of a process and its children. 0 if the system does not report it. */
export function residentBytes(pid: number | undefined, depth = PROCESS_DEPTH): number {
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
