import { tryModel } from './try-model.js';
import type { ProbeReport } from './try-model.js';

/**
 * Tries one model and leaves: `main.js FOLDER THREADS [WIDTH HEIGHT]`, told over IPC. A model may crash or hang this
 * process; whoever started it sees that and ends it.
 */
const [dir = '', threads = '0', width, height] = process.argv.slice(2);
const size = width && height ? { width: Number(width), height: Number(height) } : undefined;

const UNHEARD_MS = 5_000;

const tell = (report: ProbeReport): Promise<void> =>
  new Promise((resolve) => {
    if (!process.send) throw new Error('the probe is started over an IPC channel');
    process.send(report, undefined, undefined, () => resolve());
  });

// Nobody is left to hear what comes of it; a model call that hangs cannot be waited for.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

await tryModel(dir, { threads: Number(threads), size }, tell);
// Ended by whoever heard it; by itself only when nobody did.
setTimeout(() => process.exit(0), UNHEARD_MS);
