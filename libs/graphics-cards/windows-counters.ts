import type { CardUse, ProgramUse } from './card.js';
import { parseJson, recordsIn } from './json.js';

/**
 * Windows' counters of "GPU Engine" and "GPU Adapter Memory", by the classes whose names are the same in every language,
 * unlike those of `typeperf` and `Get-Counter`.
 */
export const WINDOWS_COUNTERS = [
  '$e = @(Get-CimInstance Win32_PerfFormattedData_GPUPerformanceCounters_GPUEngine | Where-Object UtilizationPercentage -gt 0 | Select-Object Name, UtilizationPercentage)',
  '$m = @(Get-CimInstance Win32_PerfFormattedData_GPUPerformanceCounters_GPUAdapterMemory | Select-Object Name, DedicatedUsage)',
  '$p = @(Get-CimInstance Win32_PerfFormattedData_GPUPerformanceCounters_GPUProcessMemory | Where-Object DedicatedUsage -gt 0 | Select-Object Name, DedicatedUsage)',
  'ConvertTo-Json -Compress -Depth 3 @{ engines = $e; adapters = $m; processes = $p }',
].join('; ');

/**
 * The output of WINDOWS_COUNTERS. Names are `pid_4312_luid_0x00000000_0x0000D6D7_phys_0_eng_0_engtype_3D` for an engine,
 * `luid_0x00000000_0x0000D6D7_phys_0` for an adapter, and `pid_4312_luid_…_phys_0` for the memory of a program. They don't say which
 * card an adapter is, so all are taken together: the use of the busiest.
 * @returns undefined if it is nothing of the kind
 */
export function parseWindowsCounters(output: string): CardUse | undefined {
  const counters = parseJson(output);
  if (!counters || !Array.isArray(counters['engines'])) return undefined;
  const engines = new Map<string, number>();
  const programs = new Map<number, { pid: number; busy: number; memoryBytes: number }>();
  const programOf = (pid: number) => {
    const program = programs.get(pid) ?? { pid, busy: 0, memoryBytes: 0 };
    programs.set(pid, program);
    return program;
  };
  for (const { Name: name, UtilizationPercentage: percent } of recordsIn(counters['engines'])) {
    const [, pid, engine] = /^pid_(\d+)_(luid_.+)$/.exec(String(name)) ?? [];
    const share = Number(percent);
    if (engine === undefined || !(share >= 0)) continue;
    engines.set(engine, (engines.get(engine) ?? 0) + share);
    const program = programOf(Number(pid));
    program.busy = Math.min(1, Math.max(program.busy, share / 100));
  }
  for (const { Name: name, DedicatedUsage: bytes } of recordsIn(counters['processes'])) {
    const pid = /^pid_(\d+)_/.exec(String(name))?.[1];
    if (pid !== undefined) programOf(Number(pid)).memoryBytes += Number(bytes) || 0;
  }
  const used = recordsIn(counters['adapters']).map(({ DedicatedUsage: bytes }) => Number(bytes) || 0);
  return {
    busy: Math.min(1, Math.max(0, ...engines.values()) / 100),
    ...(used.length > 0 && { usedBytes: Math.max(...used) }),
    programs: [...programs.values()] satisfies ProgramUse[],
  };
}
