import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { FileInspection, FolderInspection } from './result.js';
import type { FolderOptions } from './inspect-folder.js';
import { ReusableWorker } from './reusable-worker.js';
import { handleRequest, type InspectionRequest } from './worker-requests.js';

type Inspected = FileInspection | FolderInspection;

export interface InspectorOptions {
  /** Time limit per request. Files that take longer are rejected. */
  readonly deadlineMs?: number;
  /** Heap limit of the thread. */
  readonly heapMiB?: number;
  /** How long an idle thread stays alive. */
  readonly keptMs?: number;
}

/** Locations of the thread's script: beside this file in a build, or in the build beside the sources. */
const SCRIPTS = [
  new URL('./inspection-thread.js', import.meta.url),
  new URL('../../../dist/libs/diffusion/inspection/inspection-thread.js', import.meta.url),
].map((url) => fileURLToPath(url));
const DEADLINE_MS = 10 * 60_000;
const HEAP_MIB = 512;
const KEPT_MS = 10_000;

/** Inspects files one after another on a thread, off the event loop. The thread ends after an idle period. */
export class Inspector {
  private last: Promise<unknown> = Promise.resolve();
  /** Null without a build: then there is no script, and inspections run on this thread. */
  private readonly thread: ReusableWorker | null;

  constructor(private readonly options: InspectorOptions = {}) {
    const script = SCRIPTS.find((path) => existsSync(path));
    const { heapMiB = HEAP_MIB, keptMs = KEPT_MS } = options;
    const resourceLimits = { maxOldGenerationSizeMb: heapMiB };
    this.thread =
      script === undefined ? null : new ReusableWorker(() => new Worker(script, { resourceLimits }), keptMs);
  }

  /**
   * Inspects one uploaded file by itself.
   * @param name its path in the folder, as its creator named it
   */
  file(path: string, name: string, signal?: AbortSignal): Promise<FileInspection> {
    return this.inspect({ about: 'file', path, name }, name, signal) as Promise<FileInspection>;
  }

  /**
   * Inspects all files of a folder together.
   * @param files all files that belong to it
   */
  folder(
    dir: string,
    files: readonly string[],
    { signal, ...options }: FolderOptions & { readonly signal?: AbortSignal } = {},
  ): Promise<FolderInspection> {
    return this.inspect({ about: 'folder', dir, files, options }, '', signal) as Promise<FolderInspection>;
  }

  /**
   * SHA-256 of the model's files, as `folderHash`.
   * @throws InspectionLimitError when it exceeds the time limit
   */
  hash(dir: string, signal?: AbortSignal): Promise<string> {
    return this.next({ about: 'hash', dir }, signal) as Promise<string>;
  }

  /** Ends the thread. */
  async end(): Promise<void> {
    await this.thread?.end();
  }

  private async inspect(inspectionRequest: InspectionRequest, path: string, signal?: AbortSignal): Promise<Inspected> {
    try {
      return (await this.next(inspectionRequest, signal)) as Inspected;
    } catch (error) {
      const isTooMuch =
        error instanceof InspectionLimitError || (error as { code?: unknown }).code === 'ERR_WORKER_OUT_OF_MEMORY';
      if (!isTooMuch) throw error;
      const reason = 'to read it takes more time or memory than any honest file does';
      return { ok: false, code: 'MODEL_FOLDER_INVALID', detail: { path, reasonKey: 'parseBudgetExceeded', reason } };
    }
  }

  private next(inspectionRequest: InspectionRequest, signal?: AbortSignal): Promise<unknown> {
    const turn = this.last.then(() => this.ask(inspectionRequest, signal));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async ask(inspectionRequest: InspectionRequest, signal?: AbortSignal): Promise<unknown> {
    signal?.throwIfAborted();
    if (!this.thread) return handleRequest(inspectionRequest);
    const stop = new AbortController();
    const deadline = setTimeout(() => stop.abort(new InspectionLimitError()), this.options.deadlineMs ?? DEADLINE_MS);
    const abort = () => stop.abort(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await this.thread.ask(inspectionRequest, stop.signal);
    } finally {
      clearTimeout(deadline);
      signal?.removeEventListener('abort', abort);
    }
  }
}

class InspectionLimitError extends Error {}
