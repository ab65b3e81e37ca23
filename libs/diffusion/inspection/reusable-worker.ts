import type { Worker } from 'node:worker_threads';

/**
 * A thread that handles one request at a time and stays alive for a while, because starting one takes longer than
 * most requests.
 */
export class ReusableWorker {
  private worker: Worker | null = null;
  private idle: NodeJS.Timeout | undefined;

  /** @param start creates a thread that posts one reply per message */
  constructor(
    private readonly start: () => Worker,
    private readonly keptMs: number,
  ) {}

  /** @throws the error that ended the thread, or the signal's reason; both end the thread */
  async ask(question: unknown, signal: AbortSignal): Promise<unknown> {
    clearTimeout(this.idle);
    const worker = (this.worker ??= this.begin());
    worker.ref();
    try {
      return await answerOf(worker, question, signal);
    } catch (error) {
      await this.end();
      throw error;
    } finally {
      if (this.worker === worker) this.rest(worker);
    }
  }

  async end(): Promise<void> {
    clearTimeout(this.idle);
    const { worker } = this;
    this.worker = null;
    await worker?.terminate();
  }

  private begin(): Worker {
    const worker = this.start();
    // A pending request has its own listener. If an idle thread dies, the next request starts a new one.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (this.worker === worker) this.worker = null;
    });
    return worker;
  }

  /** An idle thread doesn't keep the process alive. */
  private rest(worker: Worker): void {
    worker.unref();
    this.idle = setTimeout(() => void this.end(), this.keptMs).unref();
  }
}

const answerOf = (worker: Worker, question: unknown, signal: AbortSignal): Promise<unknown> =>
  new Promise<unknown>((resolve, reject) => {
    const settle = (end: () => void) => {
      worker.off('message', answer).off('error', fail).off('exit', leave);
      signal.removeEventListener('abort', abort);
      end();
    };
    const answer = (message: unknown) => settle(() => resolve(message));
    const fail = (error: Error) => settle(() => reject(error));
    const leave = (code: number) => fail(new Error(`the thread that inspects files ended with code ${code}`));
    const abort = () => fail(signal.reason as Error);
    worker.on('message', answer).on('error', fail).on('exit', leave);
    signal.addEventListener('abort', abort, { once: true });
    worker.postMessage(question);
  });
