import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { FileInspection, FolderInspection } from './result.js';
import type { FileStart, HeaderInspection } from './inspect-header.js';
import type { FolderOptions } from './inspect-folder.js';
import { ReusableWorker } from './reusable-worker.js';
import { handleRequest, type InspectionRequest } from './worker-requests.js';

type InspectionResult = FileInspection | FolderInspection | HeaderInspection;

export interface InspectorOptions {
  /** Time limit per request. Files that take longer are rejected. */
  readonly deadlineMs?: number;
  /** Heap limit of the thread. */
  readonly heapMiB?: number;
  /** How long an idle thread stays alive. */
  readonly idleMs?: number;
}

/** Locations of the thread's script: beside this file in a build, or in the build beside the sources. */
const SCRIPTS = [
  new URL('./inspection-thread.js', import.meta.url),
  new URL('../../../dist/libs/diffusion/inspection/inspection-thread.js', import.meta.url),
].map((url) => fileURLToPath(url));
const DEADLINE_MS = 10 * 60_000;
const HEAP_MIB = 512;
const IDLE_MS = 10_000;

/** Inspects files one after another on a thread, off the event loop. The thread ends after an idle period. */
export class Inspector {
  private lastRequest: Promise<unknown> = Promise.resolve();
  /** Null without a build: then there is no script, and inspections run on this thread. */
  private readonly thread: ReusableWorker | null;

  constructor(private readonly options: InspectorOptions = {}) {
    const script = SCRIPTS.find((path) => existsSync(path));
    const { heapMiB = HEAP_MIB, idleMs = IDLE_MS } = options;
    const resourceLimits = { maxOldGenerationSizeMb: heapMiB };
    this.thread =
      script === undefined ? null : new ReusableWorker(() => new Worker(script, { resourceLimits }), idleMs);
  }

  /**
   * Inspects one uploaded file by itself.
   * @param name its path in the folder, as its creator named it
   */
  file(path: string, name: string, signal?: AbortSignal): Promise<FileInspection> {
    return this.inspect({ about: 'file', path, name }, name, signal) as Promise<FileInspection>;
  }

  /** Inspects a .safetensors file by its header, before it is uploaded. */
  header(start: FileStart, signal?: AbortSignal): Promise<HeaderInspection> {
    return this.inspect({ about: 'header', ...start }, start.name, signal) as Promise<HeaderInspection>;
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
    return this.enqueue({ about: 'hash', dir }, signal) as Promise<string>;
  }

  /** Ends the thread. */
  async end(): Promise<void> {
    await this.thread?.end();
  }

  private async inspect(
    inspectionRequest: InspectionRequest,
    path: string,
    signal?: AbortSignal,
  ): Promise<InspectionResult> {
    try {
      return (await this.enqueue(inspectionRequest, signal)) as InspectionResult;
    } catch (error) {
      const exceedsLimits =
        error instanceof InspectionLimitError || (error as { code?: unknown }).code === 'ERR_WORKER_OUT_OF_MEMORY';
      if (!exceedsLimits) throw error;
      const reason = 'reading it takes more time or memory than any valid file needs';
      return { ok: false, code: 'MODEL_FOLDER_INVALID', detail: { path, reasonKey: 'parseBudgetExceeded', reason } };
    }
  }

  private enqueue(inspectionRequest: InspectionRequest, signal?: AbortSignal): Promise<unknown> {
    const response = this.lastRequest.then(() => this.request(inspectionRequest, signal));
    this.lastRequest = response.catch(() => undefined);
    return response;
  }

  private async request(inspectionRequest: InspectionRequest, signal?: AbortSignal): Promise<unknown> {
    signal?.throwIfAborted();
    if (!this.thread) return handleRequest(inspectionRequest);
    const controller = new AbortController();
    const deadline = setTimeout(
      () => controller.abort(new InspectionLimitError()),
      this.options.deadlineMs ?? DEADLINE_MS,
    );
    const abort = () => controller.abort(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await this.thread.request(inspectionRequest, controller.signal);
    } finally {
      clearTimeout(deadline);
      signal?.removeEventListener('abort', abort);
    }
  }
}

class InspectionLimitError extends Error {}
