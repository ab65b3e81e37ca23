import { Worker } from 'node:worker_threads';
import type { EngineCommand, EngineReport } from './engine-protocol.js';
import type { ShelfOptions } from './model-shelf.js';

/** The engine's thread as the main thread sees it. */
export class Engine {
  private readonly worker: Worker;

  /** @param onEnd called when the thread is gone, which only a fault does */
  constructor(options: ShelfOptions, onReport: (report: EngineReport) => void, onEnd: (reason: unknown) => void) {
    this.worker = new Worker(new URL('./engine-thread.js', import.meta.url), { workerData: options });
    this.worker.on('message', onReport);
    this.worker.on('error', onEnd);
    this.worker.on('exit', (code) => onEnd(new Error(`the engine's thread ended with ${code}`)));
  }

  send(command: EngineCommand): void {
    this.worker.postMessage(command);
  }
}
