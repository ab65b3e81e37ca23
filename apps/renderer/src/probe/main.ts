import { tryModel } from './try-model.js';
import { allowSymlinksIn } from '@visionary/diffusion';
import type { ProbeReport, TryOptions } from './try-model.js';

interface ProbeFolder {
  readonly dir: string;
  readonly isSealed: boolean;
}

/**
 * Tries one model and leaves; what to try comes as JSON in the only argument, the verdict goes over IPC. A model may crash or
 * hang this process; whoever started it sees that and ends it.
 */
const { dir, isSealed, ...options } = JSON.parse(process.argv[2] ?? '{}') as TryOptions & ProbeFolder;

const UNHEARD_MS = 5_000;

const tell = (report: ProbeReport): Promise<void> =>
  new Promise((resolve) => {
    if (!process.send) throw new Error('the probe is started over an IPC channel');
    process.send(report, undefined, undefined, () => resolve());
  });

// Nobody is left to hear what comes of it; a model call that hangs cannot be waited for.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

// A folder made for the trial was filled by the store of files, which links what it has.
if (isSealed) allowSymlinksIn(dir);
await tryModel(dir, options, tell);
// Ended by whoever heard it; by itself only when nobody did.
setTimeout(() => process.exit(0), UNHEARD_MS);
