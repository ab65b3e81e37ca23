import { readFileSync } from 'node:fs';
import { arch, availableParallelism, totalmem } from 'node:os';
import { finding, formatBytes, type DoctorFinding } from './findings.js';

const GIB = 2 ** 30;
const MIN_MEMORY = 1.75 * GIB;
const MIN_OPEN_FILES = 4096;
const MIN_PROCESSES = 256;

/** Reads a file, or returns an empty text where the system has none. */
export type ReadFile = (path: string) => string;

const readText: ReadFile = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** The runtime, the cores, and the memory that this process may use. */
export function checkMachine(memoryBytes = memoryLimit()): DoctorFinding {
  const values = {
    node: process.versions.node,
    cores: availableParallelism(),
    arch: arch(),
    memory: formatBytes(memoryBytes),
  };
  return memoryBytes < MIN_MEMORY
    ? finding('machine', 'warning', 'memoryLow', values)
    : finding('machine', 'ok', 'machine', values);
}

/** The machine's memory, or less inside a container with a limit. */
function memoryLimit(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}

/** Limits on open files and processes. Linux only; nothing elsewhere. */
export function checkLimits(read = readText): DoctorFinding[] {
  const openFiles = softLimit(read('/proc/self/limits'), 'Max open files');
  if (openFiles === undefined) return [];
  const processes = Math.min(softLimit(read('/proc/self/limits'), 'Max processes') ?? Infinity, cgroupProcesses(read));
  const values = { openFiles: amount(openFiles), processes: amount(processes) };
  const low = [
    ...(openFiles < MIN_OPEN_FILES
      ? [finding('limits', 'warning', 'openFilesLow', { openFiles, needed: MIN_OPEN_FILES })]
      : []),
    ...(processes < MIN_PROCESSES
      ? [finding('limits', 'warning', 'processesLow', { processes, needed: MIN_PROCESSES })]
      : []),
  ];
  return low.length > 0 ? low : [finding('limits', 'ok', 'limits', values)];
}

/** A soft limit of `/proc/self/limits`. */
function softLimit(limits: string, name: string): number | undefined {
  const value = new RegExp(`^${name}\\s+(\\S+)`, 'm').exec(limits)?.[1];
  if (value === undefined) return undefined;
  return value === 'unlimited' ? Infinity : Number(value);
}

function cgroupProcesses(read: ReadFile): number {
  const folder = /^0::(\/\S*)$/m.exec(read('/proc/self/cgroup'))?.[1] ?? '/';
  const limits = [`/sys/fs/cgroup${folder}/pids.max`, '/sys/fs/cgroup/pids.max', '/sys/fs/cgroup/pids/pids.max']
    .map((path) => read(path).trim())
    .filter((text) => /^\d+$/.test(text));
  return Math.min(Infinity, ...limits.map(Number));
}

const amount = (value: number): string => (value === Infinity ? '∞' : String(value));
