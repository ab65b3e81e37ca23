import { parentPort, workerData } from 'node:worker_threads';
import type { EngineCommand, EngineReport } from './engine-protocol.js';
import type { ShelfOptions } from './model-shelf.js';
import { ModelShelf } from './model-shelf.js';
import { TakeRunner } from './take-runner.js';

/**
 * The thread that loads ONNX. A model call holds it for as long as it takes; between calls it hears what was cancelled.
 * Takes are rendered one after the other in the order they came.
 */
function listen(port: NonNullable<typeof parentPort>): void {
  const runner = new TakeRunner(new ModelShelf(workerData as ShelfOptions), (report) => send(port, report));
  const running = new Map<string, AbortController>();
  let last: Promise<void> = Promise.resolve();

  port.on('message', (command: EngineCommand) => {
    switch (command.type) {
      case 'render': {
        const { takeId, modelDir, job } = command;
        const controller = new AbortController();
        running.set(takeId, controller);
        last = last
          .then(() => runner.run({ takeId, modelDir, job, signal: controller.signal }))
          .finally(() => running.delete(takeId));
        return;
      }
      case 'cancel':
        return running.get(command.takeId)?.abort();
      case 'close':
        for (const controller of running.values()) controller.abort();
        void last.finally(() => port.close());
        return;
      default:
        return command satisfies never;
    }
  });
  send(port, { type: 'ready' });
}

function send(port: NonNullable<typeof parentPort>, report: EngineReport): void {
  port.postMessage(report);
}

if (!parentPort) throw new Error('the engine runs in a thread of the renderer');
listen(parentPort);
