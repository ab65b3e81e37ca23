import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { FileInspection, FolderInspection } from './result.js';
import type { FolderOptions } from './inspect-folder.js';
import { answer, type Question } from './questions.js';

export interface InspectorOptions {
  /** A file that takes longer was made to; it is refused. */
  readonly deadlineMs?: number;
  /** Of the thread's own heap. */
  readonly heapMiB?: number;
}

/** Beside this file in a build, and in the build that lies beside the sources. */
const SCRIPTS = [
  new URL('./inspection-thread.js', import.meta.url),
  new URL('../../../dist/libs/diffusion/inspection/inspection-thread.js', import.meta.url),
].map((url) => fileURLToPath(url));
const DEADLINE_MS = 10 * 60_000;
const HEAP_MIB = 512;

/** Looks at files beside the event loop, one after the other: a thread for each, which ends with its answer. */
export class Inspector {
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: InspectorOptions = {}) {}

  /**
   * One file as it arrived, by itself.
   * @param name its path in the folder, as its maker calls it
   */
  file(path: string, name: string, signal?: AbortSignal): Promise<FileInspection> {
    return this.next({ about: 'file', path, name }, signal) as Promise<FileInspection>;
  }

  /**
   * All files together, in a folder made for them.
   * @param files all there may be in it
   */
  folder(
    dir: string,
    files: readonly string[],
    { signal, ...options }: FolderOptions & { readonly signal?: AbortSignal } = {},
  ): Promise<FolderInspection> {
    return this.next({ about: 'folder', dir, files, options }, signal) as Promise<FolderInspection>;
  }

  private next(question: Question, signal?: AbortSignal): Promise<FileInspection | FolderInspection> {
    const turn = this.last.then(() => this.ask(question, signal));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** Where nothing is built there is no script for a thread, and the question is answered here. */
  private ask(question: Question, signal?: AbortSignal): Promise<FileInspection | FolderInspection> {
    signal?.throwIfAborted();
    const script = SCRIPTS.find((path) => existsSync(path));
    if (script === undefined) return answer(question);
    const { deadlineMs = DEADLINE_MS, heapMiB = HEAP_MIB } = this.options;
    const worker = new Worker(script, { workerData: question, resourceLimits: { maxOldGenerationSizeMb: heapMiB } });
    return new Promise<FileInspection | FolderInspection>((resolve, reject) => {
      const tooMuch = () =>
        resolve(refusal(question, 'to read it takes more time or memory than any honest file does'));
      const deadline = setTimeout(tooMuch, deadlineMs);
      const abort = () => reject(signal?.reason as Error);
      signal?.addEventListener('abort', abort, { once: true });
      worker.once('message', resolve);
      worker.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch() : reject(error),
      );
      worker.once('exit', (code) => reject(new Error(`the thread that inspects files ended with code ${code}`)));
      const tidy = () => {
        clearTimeout(deadline);
        signal?.removeEventListener('abort', abort);
      };
      worker.once('exit', tidy);
    }).finally(() => worker.terminate());
  }
}

function refusal(question: Question, reason: string): FileInspection & FolderInspection {
  const path = question.about === 'file' ? question.name : '';
  return { ok: false, code: 'MODEL_FOLDER_INVALID', detail: { path, reason } };
}
