import type { ChildProcess } from 'node:child_process';
import { residentBytes } from './resident-memory.js';

const INTERVAL_MS = 500;

/** Calls back once when a process and its children use more resident memory than they may. */
export function watchMemory(child: ChildProcess, memoryBytes: number, onExceeded: () => void): void {
  const timer = setInterval(() => {
    if (residentBytes(child.pid) <= memoryBytes) return;
    clearInterval(timer);
    onExceeded();
  }, INTERVAL_MS).unref();
  child.once('exit', () => clearInterval(timer)).once('error', () => clearInterval(timer));
}
