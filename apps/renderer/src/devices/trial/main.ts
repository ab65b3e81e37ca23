import '@visionary/onnxruntime/telemetry';
import { tryDevice } from '@visionary/diffusion';
import type { TrialReport, TrialRequest } from './protocol.js';

/** Tries one device and exits. The driver may crash or hang this process, which the renderer detects. */
const { device, threads, isTimed } = JSON.parse(process.argv[2] ?? '{}') as TrialRequest;

const report = (message: TrialReport): void => {
  process.send?.(message, undefined, undefined, () => process.exit(0));
};

// The renderer is gone, and a hanging driver cannot be awaited.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

tryDevice(device, threads, isTimed).then(
  (trial) => report({ trial }),
  (error: unknown) => report({ failure: error instanceof Error ? error.message : String(error) }),
);
