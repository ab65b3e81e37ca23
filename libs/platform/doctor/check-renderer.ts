import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Config } from '@visionary/platform/config';
import { finding, type DoctorFinding } from './findings.js';

/** The models that an instance starts with. */
export async function checkModels({ modelsDir }: Pick<Config, 'modelsDir'>): Promise<DoctorFinding> {
  const names = await readdir(modelsDir).catch(() => []);
  const count = names.filter((name) => existsSync(join(modelsDir, name, 'model_index.json'))).length;
  const values = { folder: modelsDir, count };
  return count > 0 ? finding('models', 'ok', 'models', values) : finding('models', 'warning', 'modelsMissing', values);
}

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
