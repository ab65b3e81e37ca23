import { parentPort, workerData } from 'node:worker_threads';
import type { EngineCommand, EngineOptions, EngineReport } from './engine-protocol.js';
import type { TakeControl } from './take-control.js';
import { LoadEstimator } from './load-estimator.js';
import { LoadedModels } from './loaded-models.js';
import { PoolReporter } from './pool-reporter.js';
import { TakeRunner } from './take-runner.js';

/**
 * The thread that loads ONNX. A model call holds it for as long as it takes; between calls it hears what was cancelled,
 * stopped and steered. Takes are rendered one after the other in the order they came.
 */
function listen(port: NonNullable<typeof parentPort>): void {
  const options = workerData as EngineOptions;
  const pool = new PoolReporter(() => send(port, { type: 'pool', state: shelf.state() }));
  const shelf = new LoadedModels(options, () => pool.changed());
  const runner = new TakeRunner(shelf, (report) => send(port, report), options.findsFaults);
  const forecasts = new LoadEstimator(shelf);
  const courses = new Map<string, TakeControl>();
  let last: Promise<void> = Promise.resolve();

  port.on('message', (command: EngineCommand) => {
    switch (command.type) {
      case 'render': {
        const course = runner.courseOf(command);
        courses.set(command.takeId, course);
        last = last.then(() => runner.run(command, course)).finally(() => courses.delete(command.takeId));
        return;
      }
      case 'cancel':
        return courses.get(command.takeId)?.cancel();
      case 'stop':
        return courses.get(command.takeId)?.stop();
      case 'steer':
        return courses.get(command.takeId)?.steer(command);
      case 'forecast':
        void forecasts.answer(command).then((answer) => send(port, answer));
        return;
      case 'close':
        for (const course of courses.values()) course.cancel();
        void last.finally(() => port.close());
        return;
      default:
        return command satisfies never;
    }
  });
  send(port, { type: 'ready' });
  // Who looks after the instance sees an empty pool as what it is, not as one that says nothing.
  pool.changed();
}

function send(port: NonNullable<typeof parentPort>, report: EngineReport): void {
  port.postMessage(report);
}

if (!parentPort) throw new Error('the engine runs in a thread of the renderer');
listen(parentPort);
