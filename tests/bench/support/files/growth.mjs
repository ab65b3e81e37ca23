import { readFileSync, writeFileSync } from 'node:fs';

import { peakBytes } from '../process-figures.mjs';
import { rounded } from '../figures.mjs';

const MIB = 1024 ** 2;

/** By how much a process grows from now on, at most. */
export function growthOf(pid) {
  // From what it holds now: the most of before does not count.
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
  const before = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024;
  return { mib: () => Math.max(0, rounded((peakBytes(pid) - before) / MIB, 1)) };
}
