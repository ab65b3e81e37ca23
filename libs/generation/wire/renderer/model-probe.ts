import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { ProbeReport, ProbeResult } from '../../domain/probe-protocol.js';
import { rendererEnvironment } from './renderer-environment.js';

export interface ProbeLimits {
  readonly deadlineMs: number;
  /** Resident memory of the whole trial; what is free when absent. */
  readonly memoryBytes?: number;
  /** 0: as many as there are cores. */
  readonly threads?: number;
  /** In pixels; the model's own size when absent. */
  readonly size?: { readonly width: number; readonly height: number };
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
/** A process reserves more than it uses; this much more it may. */
const RESERVED = { factor: 1.5, bytes: 512 * 2 ** 20 };

/**
 * Tries a model in a process of its own, under a deadline and a limit of memory: whatever the files do, only that process
 * dies of it.
 */
export async function probeModel(dir: string, limits: ProbeLimits): Promise<ProbeResult> {
  limits.signal?.throwIfAborted();
  const memoryBytes = limits.memoryBytes ?? Math.round(Math.max(freemem(), totalmem() / 4) * SHARE_OF_FREE);
  return new Trial(startProbe(dir, limits, memoryBytes), memoryBytes).watch(limits);
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
        return this.end({ ok: false, code: report.code, detail: report.detail });
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
    return failed('MODEL_PROBE_TIMEOUT', `${doing} had not ended after ${Math.round(deadlineMs / 1000)} s`);
  }

  private tooMuch(): ProbeResult {
    return failed('MODEL_OUT_OF_MEMORY', `it takes more than the ${mebibytes(this.memoryBytes)} MiB it may have`);
  }

  private crashed(code: number | null, signal: string | null): ProbeResult {
    if (this.peakBytes > this.memoryBytes * NEARLY || SAYS_MEMORY.test(this.said)) return this.tooMuch();
    const how = signal ? `ended by ${signal}` : `ended with code ${code}`;
    const doing = this.hasLoaded ? 'rendering one step' : 'loading';
    return failed('MODEL_PROBE_CRASHED', `the process that tried it was ${how} while ${doing}`);
  }
}

function startProbe(dir: string, { threads = 0, size }: ProbeLimits, memoryBytes: number): ChildProcess {
  const args = [dir, String(threads), ...(size ? [String(size.width), String(size.height)] : [])];
  return fork(probeScript(), args, {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: rendererEnvironment({ threads, memoryMiB: 0 }, process.env),
    ...limited(memoryBytes),
  });
}

/**
 * A shell that takes its own rights first, where there is one: no core files, and a limit on what it may reserve, for what
 * grows quicker than the watch on resident memory looks.
 */
function limited(memoryBytes: number): { execPath: string; execArgv: string[] } | { execArgv: string[] } {
  if (process.platform === 'win32') return { execArgv: [] };
  const kibibytes = Math.ceil((memoryBytes * RESERVED.factor + RESERVED.bytes) / 1024);
  const script = `ulimit -c 0; ulimit -d ${kibibytes} 2>/dev/null; exec "$0" "$@"`;
  return { execPath: '/bin/sh', execArgv: ['-c', script, process.execPath] };
}

function probeScript(): string {
  const [built = '', ...others] = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return [built, ...others].find((path) => existsSync(path)) ?? built;
}

/** 0 where the system does not tell. */
function residentBytes(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

const failed = (code: Extract<ProbeResult, { ok: false }>['code'], detail: string): ProbeResult => ({
  ok: false,
  code,
  detail,
});
const mebibytes = (bytes: number) => Math.round(bytes / 2 ** 20);
