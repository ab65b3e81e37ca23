import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Config } from '@visionary/platform/config';
import { finding, type DoctorFinding } from './findings.js';

/** What renders on this machine. */
export function checkRenderer(
  { rendererEnabled, rendererThreads }: Pick<Config, 'rendererEnabled' | 'rendererThreads'>,
  cpuFlags = readCpuFlags(),
): DoctorFinding {
  if (!rendererEnabled) return finding('renderer', 'ok', 'rendererElsewhere');
  const threads = rendererThreads || availableParallelism();
  const isSlow = process.arch === 'x64' && cpuFlags !== undefined && !cpuFlags.includes('avx2');
  return isSlow
    ? finding('renderer', 'warning', 'rendererSlow')
    : finding('renderer', 'ok', 'rendererCpu', { threads });
}

/** Features of the processor. Linux only. */
function readCpuFlags(): readonly string[] | undefined {
  try {
    return /^flags\s*:\s*(.+)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.split(' ');
  } catch {
    return undefined;
  }
}
