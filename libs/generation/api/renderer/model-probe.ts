import type { ChildProcess } from 'node:child_process';
import { freemem, totalmem } from 'node:os';
import { dirname } from 'node:path';
import type { RejectionReasonDetail } from '@visionary/contract';
import {
  endingSignal,
  type Isolation,
  isolationInEffect,
  isolationOf,
  pollMemory,
  processLimit,
  type SandboxPurpose,
  startSandboxed,
  builtProgram,
} from '@visionary/sandbox';
import type { ProbeRejection, ProbeResult } from '../../domain/probe-protocol.js';
import { parseProbeReport } from './child-reports.js';
import { rendererEnvironment } from './renderer-options.js';

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
  /** An embedding, VAE, ControlNet, or upscaler to try alone: a file in the folder, which then is no model. */
  readonly addition?: string;
  /** A LoRA to try on the model: a file in a folder of its own. */
  readonly lora?: string;
  /** The model is untrusted, in a folder made for the trial. Links in it are not followed. */
  readonly isSealed?: boolean;
  /** As isSealed, for the folder of the LoRA. */
  readonly isLoraSealed?: boolean;
  /** Folders of the server around the sealed ones. */
  readonly ownFolders?: readonly string[];
  /** By default the strictest that works. */
  readonly isolation?: Isolation;
  /** Ends the trial; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

const builtProbe = (): string => builtProgram('renderer/src/probe/main.js');

/** Each of the parts of a model has a thread for each core. */
const THREADS_PER_CORE = 16;
const POLL_INTERVAL_MS = 25;
/** Share of free memory, so that the machine keeps running. */
const SHARE_OF_FREE = 0.8;
/** A crash this close to the limit counts as out of memory. */
const NEAR_LIMIT = 0.85;
const OUT_OF_MEMORY = /out of memory|bad_alloc|allocation failed|cannot allocate/i;
const MAX_OUTPUT = 4096;

/** Tries a model in its own process, with a deadline and a memory limit, so that a bad model crashes only that process. */
export async function probeModel(dir: string, limits: ProbeLimits): Promise<ProbeResult> {
  limits.signal?.throwIfAborted();
  const memoryBytes = limits.memoryBytes ?? Math.round(Math.max(freemem(), totalmem() / 4) * SHARE_OF_FREE);
  const { threads = 0, size, maxSide, addition, lora, isSealed = false, isLoraSealed = false } = limits;
  const loraFolder = lora === undefined ? [] : [dirname(lora)];
  const { child } = await startSandboxed({
    purpose: 'trial',
    script: builtProbe(),
    args: [JSON.stringify({ dir, threads, size, maxSide, addition, lora, isSealed })],
    env: rendererEnvironment({ threads, memoryMiB: 0 }, process.env),
    sealed: [...(isSealed ? [dir] : []), ...(isLoraSealed ? loraFolder : [])],
    readable: [...(isSealed ? [] : [dir]), ...(isLoraSealed ? [] : loraFolder)],
    memoryBytes,
    // A LoRA changes gigabytes of weights there.
    ...(lora !== undefined && { scratch: { bytes: memoryBytes } }),
    maxProcesses: processLimit(THREADS_PER_CORE),
    ownFolders: limits.ownFolders ?? [],
    ...(limits.isolation && { isolation: limits.isolation }),
  });
  return new Trial(child, memoryBytes).watch(limits);
}

/** The weakest isolation of the processes of this node that handle files of strangers, and why it isn't stricter. */
export const nodeIsolation = (): Promise<Isolation> => isolationInEffect(builtProbe());

/** Of the processes of this node with one purpose. */
export const processIsolation = (purpose: SandboxPurpose): Promise<Isolation> => isolationOf(purpose, builtProbe());

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
      const endPolling = pollMemory(this.child, POLL_INTERVAL_MS, (bytes) => this.checkMemory(bytes));
      const abort = () => this.child.kill('SIGKILL');
      signal?.addEventListener('abort', abort, { once: true });
      if (signal?.aborted) abort();
      const settle = (callback: () => void) => {
        clearTimeout(deadline);
        endPolling();
        signal?.removeEventListener('abort', abort);
        callback();
      };
      // The runtime prints why before it exits for lack of memory.
      this.child.stderr?.on('data', (chunk: Buffer) => {
        this.output = (this.output + chunk.toString('latin1')).slice(-MAX_OUTPUT);
      });
      this.child.on('message', (report) => this.onReport(report));
      this.child.once('error', (error) => settle(() => reject(error)));
      this.child.once('exit', (code, killedBy) => {
        if (signal?.aborted) return settle(() => reject(signal.reason as Error));
        settle(() => resolve(this.verdict ?? this.crashResult(code, killedBy)));
      });
    });
  }

  private onReport(message: unknown): void {
    const parsed = parseProbeReport(message);
    if ('problem' in parsed) return void this.child.kill('SIGKILL');
    const { report } = parsed;
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

  private checkMemory(bytes: number): void {
    this.peakBytes = Math.max(this.peakBytes, bytes);
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
    const signal = endingSignal(code, killedBy);
    if (this.peakBytes > this.memoryBytes * NEAR_LIMIT || OUT_OF_MEMORY.test(this.output)) {
      return this.outOfMemoryResult();
    }
    const exit = signal ? `ended by ${signal}` : `ended with code ${code}`;
    const activity = this.hasLoaded ? 'rendering a short image' : 'loading';
    const detail = `the process that tried it was ${exit} while ${activity}`;
    return rejection({ code: 'MODEL_PROBE_CRASHED', detail });
  }
}

const rejection = ({ code, detail, says }: ProbeRejection): ProbeResult => ({
  ok: false,
  code,
  detail,
  ...(says && { says }),
});
