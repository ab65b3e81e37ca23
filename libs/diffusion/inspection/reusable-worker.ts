import type { Worker } from 'node:worker_threads';

/**
 * A thread that handles one request at a time and stays alive for a while, because starting one takes longer than
 * most requests.
 */
export class ReusableWorker {
  private worker: Worker | null = null;
  private idleTimer: NodeJS.Timeout | undefined;

  /** @param start creates a thread that posts one reply per message */
  constructor(
    private readonly start: () => Worker,
    private readonly idleMs: number,
  ) {}

  /** @throws the error that ended the thread, or the signal's reason; both end the thread */
  async request(message: unknown, signal: AbortSignal): Promise<unknown> {
    clearTimeout(this.idleTimer);
    const worker = (this.worker ??= this.startWorker());
    worker.ref();
    try {
      return await responseOf(worker, message, signal);
    } catch (error) {
      await this.end();
      throw error;
    } finally {
      if (this.worker === worker) this.startIdleTimer(worker);
    }
  }

  async end(): Promise<void> {
    clearTimeout(this.idleTimer);
    const { worker } = this;
    this.worker = null;
    await worker?.terminate();
  }

  private startWorker(): Worker {
    const worker = this.start();
    // A pending request has its own listener. If an idle thread dies, the next request starts a new one.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (this.worker === worker) this.worker = null;
    });
    return worker;
  }

  /** An idle thread doesn't keep the process alive. */
  private startIdleTimer(worker: Worker): void {
    worker.unref();
    this.idleTimer = setTimeout(() => void this.end(), this.idleMs).unref();
  }
}

const responseOf = (worker: Worker, message: unknown, signal: AbortSignal): Promise<unknown> =>
  new Promise<unknown>((resolve, reject) => {
    const settle = (end: () => void) => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      signal.removeEventListener('abort', onAbort);
      end();
    };
    const onMessage = (response: unknown) => settle(() => resolve(response));
    const onError = (error: Error) => settle(() => reject(error));
    const onExit = (code: number) => onError(new Error(`the thread that inspects files ended with code ${code}`));
    const onAbort = () => onError(signal.reason as Error);
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    signal.addEventListener('abort', onAbort, { once: true });
    worker.postMessage(message);
  });
