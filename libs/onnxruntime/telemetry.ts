import { isMainThread } from 'node:worker_threads';

const SWITCH = 'ORT_DISABLE_TELEMETRY';

/**
 * Turns off the telemetry of onnxruntime, which looks up a host on the internet and keeps events in a cache folder. The
 * runtime reads the variable once, when it is loaded. The environment of a thread is a copy that native code doesn't see,
 * so the program of the process imports this module.
 * @throws Error in a thread of a process that didn't
 */
function turnOffTelemetry(): void {
  if (isMainThread) process.env[SWITCH] = '1';
  else if (process.env[SWITCH] !== '1') throw new Error(`${SWITCH}=1 must be set before this thread starts`);
}

turnOffTelemetry();
