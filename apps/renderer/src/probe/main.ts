import { tryModel } from './try-model.js';
import { trustHardLinksIn } from '@visionary/diffusion';
import type { ProbeReport, TryOptions } from './try-model.js';

interface ProbeFolder {
  readonly dir: string;
  readonly isSealed: boolean;
}

/**
 * Tries one model and exits. Options come as JSON in the only argument, reports go over IPC. A model may crash or hang this
 * process; the parent process detects that.
 */
const { dir, isSealed, ...options } = JSON.parse(process.argv[2] ?? '{}') as TryOptions & ProbeFolder;

const EXIT_TIMEOUT_MS = 5_000;

const report = (message: ProbeReport): Promise<void> =>
  new Promise((resolve) => {
    if (!process.send) throw new Error('the probe is started over an IPC channel');
    process.send(message, undefined, undefined, () => resolve());
  });

// The parent is gone, and a hanging model call cannot be awaited.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

// The blob store fills trial folders with links.
if (isSealed) trustHardLinksIn(dir);
await tryModel(dir, options, report);
// The parent kills this process after the report; this is a fallback.
setTimeout(() => process.exit(0), EXIT_TIMEOUT_MS);
