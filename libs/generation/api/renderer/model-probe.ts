import { readFileSync, existsSync } from 'node:fs';
import type { ChildProcess } from 'node:child_process';
import { constants, freemem, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { RejectionReasonDetail } from '@visionary/contract';
import type { IsolationLevel, ProbeRejection, ProbeReport, ProbeResult } from '../../domain/probe-protocol.js';
import { findIsolation, type Isolation, spawnSandboxed } from './sandbox.js';

/** A shell, what builds the walls, its first process, and the program. */
const DEPTH = 6;

/** Of a process and all that it started. 0 where the system does not tell. */
export function residentBytes(pid: number | undefined, depth = DEPTH): number {
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
  /** Resident memory of the whole trial; what is free when absent. */
  readonly memoryBytes?: number;
  /** 0: as many as there are cores. */
  readonly threads?: number;
  /** In pixels; the model's own size when absent. */
  readonly size?: { readonly width: number; readonly height: number };
  /** Of the model's own size; a larger one is tried at this. */
  readonly maxSide?: number;
  /** Tried on the model: a file in a folder of its own. */
  readonly lora?: string;
  /** The files are a stranger's, in a folder made for the trial: a link in it leads nowhere. */
  readonly isSealed?: boolean;
  /** The strictest that works when absent. */
  readonly isolation?: Isolation;
  /** Aborted: the trial is ended, and the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** The script's place beside this file in a build, and in the build that lies beside the sources. */
const PLACES = ['../../../../apps/renderer/src/probe/main.js', '../../../../dist/apps/renderer/src/probe/main.js'];
const WATCH_MS = 25;
/** Of what is free: the machine goes on while a model is tried. */
const SHARE_OF_FREE = 0.8;
/** A crash this close to the limit was the limit's. */
const NEARLY = 0.85;
const SAYS_MEMORY = /out of memory|bad_alloc|allocation failed|cannot allocate/i;
const SAID_KEPT = 4096;
/** How a shell, and what builds walls, tell of a program that a signal ended: 128 and the signal's number. */
const BY_SIGNAL = 128;

/**
 * Tries a model in a process of its own, under a deadline and a limit of memory: whatever the files do, only that process
 * dies of it.
 */
export async function probeModel(dir: string, limits: ProbeLimits): Promise<ProbeResult> {
  limits.signal?.throwIfAborted();
  const memoryBytes = limits.memoryBytes ?? Math.round(Math.max(freemem(), totalmem() / 4) * SHARE_OF_FREE);
  const { threads = 0, size, maxSide, lora, isSealed: isReadableByNobody = false } = limits;
  const script = probeScript();
  const told = JSON.stringify({ dir, threads, size, maxSide, lora, isSealed: isReadableByNobody });
  const start = {
    script,
    dir,
    args: [told],
    threads,
    memoryBytes,
    isReadableByNobody,
    ...(lora === undefined ? {} : { lora }),
  };
  const { child } = await spawnSandboxed(start, limits.isolation ?? (await findIsolation(script)));
  return new Trial(child, memoryBytes).watch(limits);
}

/** How trials are isolated here. */
export async function isolationLevel(): Promise<IsolationLevel> {
  return (await findIsolation(probeScript())).level;
}

class Trial {
  private peakBytes = 0;
  private verdict: ProbeResult | undefined;
  private hasLoaded = false;
  private said = '';

  constructor(
    private readonly child: ChildProcess,
    private readonly memoryBytes: number,
  ) {}

  watch({ deadlineMs, signal }: ProbeLimits): Promise<ProbeResult> {
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => this.end(this.tooLate(deadlineMs)), deadlineMs);
      const memory = setInterval(() => this.lookAtMemory(), WATCH_MS);
      const abort = () => this.child.kill('SIGKILL');
      signal?.addEventListener('abort', abort, { once: true });
      if (signal?.aborted) abort();
      const settle = (act: () => void) => {
        clearTimeout(deadline);
        clearInterval(memory);
        signal?.removeEventListener('abort', abort);
        act();
      };
      // Where memory ran out, the language's own runtime says so before it ends.
      this.child.stderr?.on('data', (part: Buffer) => {
        this.said = (this.said + part.toString('latin1')).slice(-SAID_KEPT);
      });
      this.child.on('message', (report) => this.hear(report as ProbeReport));
      this.child.once('error', (error) => settle(() => reject(error)));
      this.child.once('exit', (code, killedBy) => {
        if (signal?.aborted) return settle(() => reject(signal.reason as Error));
        settle(() => resolve(this.verdict ?? this.crashed(code, killedBy)));
      });
    });
  }

  private hear(report: ProbeReport): void {
    switch (report.type) {
      case 'loaded':
        this.hasLoaded = true;
        return;
      case 'fits':
        return this.end({ ok: true, facts: report.facts });
      case 'refused':
        return this.end(refusedAs(report));
      default:
        return report satisfies never;
    }
  }

  /** The first verdict counts; nothing more is wanted of the process. */
  private end(verdict: ProbeResult): void {
    this.verdict ??= verdict;
    this.child.kill('SIGKILL');
  }

  private lookAtMemory(): void {
    this.peakBytes = Math.max(this.peakBytes, residentBytes(this.child.pid));
    if (this.peakBytes > this.memoryBytes) this.end(this.tooMuch());
  }

  private tooLate(deadlineMs: number): ProbeResult {
    const doing = this.hasLoaded ? 'rendering one step' : 'loading';
    const seconds = Math.round(deadlineMs / 1000);
    const detail = `${doing} had not ended after ${seconds} s`;
    return refusedAs({
      code: 'MODEL_PROBE_TIMEOUT',
      detail,
      says: { reasonKey: 'trialTimeout', seconds } satisfies RejectionReasonDetail,
    });
  }

  private tooMuch(): ProbeResult {
    const mebibytes = Math.round(this.memoryBytes / 2 ** 20);
    const detail = `it takes more than the ${mebibytes} MiB it may have`;
    return refusedAs({
      code: 'MODEL_OUT_OF_MEMORY',
      detail,
      says: { reasonKey: 'memoryLimitExceeded', mebibytes } satisfies RejectionReasonDetail,
    });
  }

  private crashed(code: number | null, killedBy: string | null): ProbeResult {
    const signal = killedBy ?? signalOf(code);
    if (this.peakBytes > this.memoryBytes * NEARLY || SAYS_MEMORY.test(this.said)) return this.tooMuch();
    const how = signal ? `ended by ${signal}` : `ended with code ${code}`;
    const doing = this.hasLoaded ? 'rendering one step' : 'loading';
    const detail = `the process that tried it was ${how} while ${doing}`;
    return refusedAs({ code: 'MODEL_PROBE_CRASHED', detail });
  }
}

function probeScript(): string {
  const [built = '', ...others] = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return [built, ...others].find((path) => existsSync(path)) ?? built;
}

/** The signal that ended a program inside another. */
function signalOf(code: number | null): string | undefined {
  const signals = Object.entries(constants.signals);
  return signals.find(([, number]) => code === BY_SIGNAL + number)?.[0];
}

const refusedAs = ({ code, detail, says }: ProbeRejection): ProbeResult => ({
  ok: false,
  code,
  detail,
  ...(says && { says }),
});
