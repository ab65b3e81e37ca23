import { readFileSync, writeFileSync } from 'node:fs';

import { peakBytes } from '../process-figures.mjs';
import { rounded } from '../figures.mjs';

const MIB = 1024 ** 2;

/** The peak memory growth of a process from now on. */
export function growthOf(pid) {
  // Relative to its current memory: an earlier peak doesn't count.
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
  const before = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024;
  return { mib: () => Math.max(0, rounded((peakBytes(pid) - before) / MIB, 1)) };
}
