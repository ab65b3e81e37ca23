import { Worker } from 'node:worker_threads';
import type { EngineCommand, EngineReport } from './engine-protocol.js';
import type { EngineOptions } from './engine-protocol.js';

/** The engine's thread as the main thread sees it. */
export class Engine {
  private readonly worker: Worker;
  private isClosing = false;

  /** @param onLost called when the thread ends unexpectedly */
  constructor(options: EngineOptions, onReport: (report: EngineReport) => void, onLost: (reason: unknown) => void) {
    this.worker = new Worker(new URL('./engine-thread.js', import.meta.url), { workerData: options });
    this.worker.on('message', onReport);
    this.worker.on('error', onLost);
    this.worker.on('exit', (code) => {
      if (!this.isClosing) onLost(new Error(`the engine's thread ended with ${code}`));
    });
  }

  send(command: EngineCommand): void {
    this.worker.postMessage(command);
  }

  /** Resolves when the thread has ended, after the current model call. */
  async close(): Promise<void> {
    this.isClosing = true;
    const ended = new Promise<void>((resolve) => this.worker.once('exit', () => resolve()));
    this.send({ type: 'close' });
    await ended;
  }
}
