import type { FetchOptions } from './fetch-manifest.js';

interface Download {
  readonly done: Promise<void>;
  readonly listeners: Set<(bytes: number) => void>;
  readonly abortController: AbortController;
}

/** Shares one download among callers. It is aborted when the last caller stops waiting. */
export class SharedDownloads {
  private readonly running = new Map<string, Download>();

  /** @throws what the download throws, or the reason of the caller's own signal */
  async join(
    name: string,
    { signal, onBytes }: FetchOptions,
    fetch: (options: FetchOptions) => Promise<void>,
  ): Promise<void> {
    signal.throwIfAborted();
    const existing = this.running.get(name);
    const download = existing && !existing.abortController.signal.aborted ? existing : this.begin(name, fetch);
    download.listeners.add(onBytes);
    try {
      await Promise.race([download.done, aborted(signal)]);
    } finally {
      download.listeners.delete(onBytes);
      if (download.listeners.size === 0) download.abortController.abort(new Error('The download is no longer needed.'));
    }
  }

  private begin(name: string, fetch: (options: FetchOptions) => Promise<void>): Download {
    const listeners = new Set<(bytes: number) => void>();
    const abortController = new AbortController();
    const report = (bytes: number): void => listeners.forEach((listener) => listener(bytes));
    const done = fetch({ signal: abortController.signal, onBytes: report });
    const download: Download = { done, listeners, abortController };
    const remove = (): void => {
      if (this.running.get(name) === download) this.running.delete(name);
    };
    done.then(remove, remove);
    this.running.set(name, download);
    return download;
  }
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
