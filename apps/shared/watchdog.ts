import { Worker } from 'node:worker_threads';

/** What both threads know. */
interface WatchdogOptions {
  /** Raised by the main thread, a 32-bit counter. */
  readonly beats: SharedArrayBuffer;
  readonly intervalMs: number;
  /** Intervals in a row without a beat. */
  readonly maxMissed: number;
}

const DEFAULTS = { intervalMs: 5_000, maxMissed: 12 };

/** Runs in the thread, which the main thread cannot block. */
const watch = `
const { workerData: { beats, intervalMs, maxMissed } } = require('node:worker_threads');
const counter = new Int32Array(beats);
let [last, missed] = [0, 0];
setInterval(() => {
  const now = Atomics.load(counter, 0);
  missed = now === last ? missed + 1 : 0;
  last = now;
  if (missed < maxMissed) return;
  require('node:fs').writeSync(2, 'The event loop has not responded for ' + (maxMissed * intervalMs) / 1000 + ' s: the process ends\\n');
  process.kill(process.pid, 'SIGKILL');
}, intervalMs);
`;

/**
 * Kills this process when its event loop hangs, so that a container or service manager starts it again. Intervals are
 * counted, so a machine that was suspended does not count as hanging. Off under a debugger.
 */
export const startWatchdog = ({ intervalMs, maxMissed } = DEFAULTS): void => {
  if (process.execArgv.some((argument) => argument.startsWith('--inspect'))) return;
  const beats = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const counter = new Int32Array(beats);
  setInterval(() => Atomics.add(counter, 0, 1), intervalMs / 2).unref();
  const workerData: WatchdogOptions = { beats, intervalMs, maxMissed };
  new Worker(watch, { eval: true, execArgv: [], workerData }).unref();
};
