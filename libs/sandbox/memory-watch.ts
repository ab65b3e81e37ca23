import type { ChildProcess } from 'node:child_process';
import { residentBytes } from './resident-memory.js';

const INTERVAL_MS = 500;
/** A sandbox with many processes takes long to count, and must not keep this process from its work. */
const PAUSE_PER_COUNT = 20;

/** Tells the resident memory of a process and its children again and again, until it exits. @returns a function that ends it */
export function pollMemory(child: ChildProcess, intervalMs: number, onBytes: (bytes: number) => void): () => void {
  let hasEnded = false;
  let timer: NodeJS.Timeout;
  const wait = (ms: number) => (timer = setTimeout(count, ms).unref());
  const end = () => {
    hasEnded = true;
    clearTimeout(timer);
  };
  const count = () => {
    const began = performance.now();
    onBytes(residentBytes(child.pid));
    if (!hasEnded) wait(Math.max(intervalMs, PAUSE_PER_COUNT * (performance.now() - began)));
  };
  wait(intervalMs);
  child.once('exit', end).once('error', end);
  return end;
}

/** Calls back once when a process and its children use more resident memory than they may. */
export function watchMemory(child: ChildProcess, memoryBytes: number, onExceeded: () => void): void {
  const end = pollMemory(child, INTERVAL_MS, (bytes) => {
    if (bytes <= memoryBytes) return;
    end();
    onExceeded();
  });
}
