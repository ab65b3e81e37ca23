import { readFileSync, existsSync } from 'node:fs';
import type { ChildProcess } from 'node:child_process';
import { constants, freemem, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { RejectionReasonDetail } from '@visionary/contract';
import type { IsolationLevel, ProbeRejection, ProbeReport, ProbeResult } from '../../domain/probe-protocol.js';
import { findIsolation, type Isolation, spawnSandboxed } from './sandbox.js';

/** Nesting of processes: shell, bubblewrap, its first process, and the program. */
const PROCESS_DEPTH = 6;

/** Resident memory of a process and its children. 0 if the system does not report it. */
function residentBytes(pid: number | undefined, depth = PROCESS_DEPTH): number {
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

export interface ProbeLimits {
  readonly deadlineMs: number;
  /** Limit of resident memory for the whole trial; by default most of the free memory. */
  readonly memoryBytes?: number;
  /** 0: one per core. */
  readonly threads?: number;
  /** In pixels; by default the model's native size. */
  readonly size?: { readonly width: number; readonly height: number };
  /** Upper limit of the native size. */
  readonly maxSide?: number;
  /** A LoRA to try on the model: a file in a folder of its own. */
  readonly lora?: string;
  /** The files are untrusted, in a folder made for the trial. Links in it are not followed. */
  readonly isSealed?: boolean;
  /** By default the strictest that works. */
  readonly isolation?: Isolation;
  /** Ends the trial; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Script beside this file in a build, and in the build beside the sources. */
const SCRIPT_PATHS = [
  '../../../../apps/renderer/src/probe/main.js',
  '../../../../dist/apps/renderer/src/probe/main.js',
];
const POLL_INTERVAL_MS = 25;
/** Share of free memory, so that the machine keeps running. */
const SHARE_OF_FREE = 0.8;
/** A crash this close to the limit counts as out of memory. */
const NEAR_LIMIT = 0.85;
const OUT_OF_MEMORY = /out of memory|bad_alloc|allocation failed|cannot allocate/i;
const MAX_OUTPUT = 4096;
/** Shells and bubblewrap report a program that a signal ended as 128 plus the signal's number. */
const SIGNAL_OFFSET = 128;

/** Tries a model in its own process, with a deadline and a memory limit, so that a bad model crashes only that process. */
export async function probeModel(dir: string, limits: ProbeLimits): Promise<ProbeResult> {
  limits.signal?.throwIfAborted();
  const memoryBytes = limits.memoryBytes ?? Math.round(Math.max(freemem(), totalmem() / 4) * SHARE_OF_FREE);
  const { threads = 0, size, maxSide, lora, isSealed: isReadableByNobody = false } = limits;
  const script = probeScript();
  const options = JSON.stringify({ dir, threads, size, maxSide, lora, isSealed: isReadableByNobody });
  const start = {
    script,
    dir,
    args: [options],
    threads,
    memoryBytes,
    isReadableByNobody,
    ...(lora === undefined ? {} : { lora }),
  };
  const { child } = await spawnSandboxed(start, limits.isolation ?? (await findIsolation(script)));
  return new Trial(child, memoryBytes).watch(limits);
}

/** Isolation of trials on this machine. */
export async function isolationLevel(): Promise<IsolationLevel> {
  return (await findIsolation(probeScript())).level;
}

class Trial {
  private peakBytes = 0;
  private verdict: ProbeResult | undefined;
  private hasLoaded = false;
  private output = '';

  constructor(
    private readonly child: ChildProcess,
    private readonly memoryBytes: number,
  ) {}

  watch({ deadlineMs, signal }: ProbeLimits): Promise<ProbeResult> {
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => this.end(this.timeoutResult(deadlineMs)), deadlineMs);
      const memory = setInterval(() => this.checkMemory(), POLL_INTERVAL_MS);
      const abort = () => this.child.kill('SIGKILL');
      signal?.addEventListener('abort', abort, { once: true });
      if (signal?.aborted) abort();
      const settle = (callback: () => void) => {
        clearTimeout(deadline);
        clearInterval(memory);
        signal?.removeEventListener('abort', abort);
        callback();
      };
      // The runtime prints why before it exits for lack of memory.
      this.child.stderr?.on('data', (chunk: Buffer) => {
        this.output = (this.output + chunk.toString('latin1')).slice(-MAX_OUTPUT);
      });
      this.child.on('message', (report) => this.onReport(report as ProbeReport));
      this.child.once('error', (error) => settle(() => reject(error)));
      this.child.once('exit', (code, killedBy) => {
        if (signal?.aborted) return settle(() => reject(signal.reason as Error));
        settle(() => resolve(this.verdict ?? this.crashResult(code, killedBy)));
      });
    });
  }

  private onReport(report: ProbeReport): void {
    switch (report.type) {
      case 'loaded':
        this.hasLoaded = true;
        return;
      case 'fits':
        return this.end({ ok: true, facts: report.facts });
      case 'rejected':
        return this.end(rejection(report));
      default:
        return report satisfies never;
    }
  }

  /** The first verdict counts. The process is no longer needed. */
  private end(verdict: ProbeResult): void {
    this.verdict ??= verdict;
    this.child.kill('SIGKILL');
  }

  private checkMemory(): void {
    this.peakBytes = Math.max(this.peakBytes, residentBytes(this.child.pid));
    if (this.peakBytes > this.memoryBytes) this.end(this.outOfMemoryResult());
  }

  private timeoutResult(deadlineMs: number): ProbeResult {
    const activity = this.hasLoaded ? 'rendering a short image' : 'loading';
    const seconds = Math.round(deadlineMs / 1000);
    const detail = `${activity} had not ended after ${seconds} s`;
    return rejection({
      code: 'MODEL_PROBE_TIMEOUT',
      detail,
      says: { reasonKey: 'trialTimeout', seconds } satisfies RejectionReasonDetail,
    });
  }

  private outOfMemoryResult(): ProbeResult {
    const mebibytes = Math.round(this.memoryBytes / 2 ** 20);
    const detail = `it needs more than the ${mebibytes} MiB it may have`;
    return rejection({
      code: 'MODEL_OUT_OF_MEMORY',
      detail,
      says: { reasonKey: 'memoryLimitExceeded', mebibytes } satisfies RejectionReasonDetail,
    });
  }

  private crashResult(code: number | null, killedBy: string | null): ProbeResult {
    const signal = killedBy ?? signalOf(code);
    if (this.peakBytes > this.memoryBytes * NEAR_LIMIT || OUT_OF_MEMORY.test(this.output)) {
      return this.outOfMemoryResult();
    }
    const exit = signal ? `ended by ${signal}` : `ended with code ${code}`;
    const activity = this.hasLoaded ? 'rendering a short image' : 'loading';
    const detail = `the process that tried it was ${exit} while ${activity}`;
    return rejection({ code: 'MODEL_PROBE_CRASHED', detail });
  }
}

function probeScript(): string {
  const [built = '', ...others] = SCRIPT_PATHS.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return [built, ...others].find((path) => existsSync(path)) ?? built;
}

/** The signal that ended a nested program. */
function signalOf(code: number | null): string | undefined {
  const signals = Object.entries(constants.signals);
  return signals.find(([, number]) => code === SIGNAL_OFFSET + number)?.[0];
}

const rejection = ({ code, detail, says }: ProbeRejection): ProbeResult => ({
  ok: false,
  code,
  detail,
  ...(says && { says }),
});
