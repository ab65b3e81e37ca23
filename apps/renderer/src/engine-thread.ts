import { parentPort, workerData } from 'node:worker_threads';
import type { EngineCommand, EngineOptions, EngineReport } from './engine-protocol.js';
import type { TakeControl } from './take-control.js';
import { LoadedModels } from './loaded-models.js';
import { TakeRunner } from './take-runner.js';

const POOL_INTERVAL_MS = 500;

/** Reports pool changes at once, then at most twice a second, trailing edge included. */
class PoolReporter {
  private timer: NodeJS.Timeout | undefined;
  private hasChanged = false;

  constructor(private readonly report: () => void) {}

  changed(): void {
    this.hasChanged = true;
    // Combines changes of the same moment.
    if (!this.timer) this.schedule(0);
  }

  private schedule(delayMs: number): void {
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (!this.hasChanged) return;
      this.hasChanged = false;
      this.schedule(POOL_INTERVAL_MS);
      this.report();
    }, delayMs).unref();
  }
}

/**
 * The thread that loads ONNX. A model call blocks it; cancels, stops, and steers are received between calls. Takes are rendered
 * in order.
 */
function listen(port: NonNullable<typeof parentPort>): void {
  const options = workerData as EngineOptions;
  const pool = new PoolReporter(() => send(port, { type: 'pool', state: models.state() }));
  const models = new LoadedModels(options, () => pool.changed());
  const runner = new TakeRunner(models, (report) => send(port, report), options.retriesCorrupt);
  const controls = new Map<string, TakeControl>();
  let last: Promise<void> = Promise.resolve();

  port.on('message', (command: EngineCommand) => {
    switch (command.type) {
      case 'render': {
        const control = runner.controlOf(command);
        controls.set(command.takeId, control);
        last = last.then(() => runner.run(command, control)).finally(() => controls.delete(command.takeId));
        return;
      }
      case 'cancel':
        return controls.get(command.takeId)?.cancel();
      case 'stop':
        return controls.get(command.takeId)?.stop();
      case 'steer':
        return controls.get(command.takeId)?.steer(command);
      case 'forecast':
        void runner.forecast(command).then((response) => send(port, response));
        return;
      case 'close':
        for (const control of controls.values()) control.cancel();
        void last.finally(() => port.close());
        return;
      default:
        return command satisfies never;
    }
  });
  send(port, { type: 'ready' });
  // Reports the empty pool, so that admins do not see it as unknown.
  pool.changed();
}

function send(port: NonNullable<typeof parentPort>, report: EngineReport): void {
  port.postMessage(report);
}

if (!parentPort) throw new Error('the engine runs in a thread of the renderer');
listen(parentPort);
