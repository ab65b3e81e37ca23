/**
 * Preloaded into a server: on SIGUSR2 it reports the longest block of the event loop since the last report, and how much
 * CPU time one task took at most: on a busy machine it also blocks while other processes run.
 */
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

const RESOLUTION_MS = 10;

if (isMainThread) {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  let [before, mostCpuMs] = [cpuMs(), 0];
  setInterval(() => {
    const now = cpuMs();
    mostCpuMs = Math.max(mostCpuMs, now - before);
    before = now;
  }, RESOLUTION_MS).unref();
  process.on('SIGUSR2', () => {
    const ms = Math.max(0, delays.max / 1e6 - RESOLUTION_MS);
    writeFileSync(process.env.LOOP_FILE, `${ms} ${mostCpuMs}\n`);
    delays.reset();
    mostCpuMs = 0;
  });
}

/** Of this thread alone; 0 when Node doesn't report it. */
function cpuMs() {
  const { user, system } = process.threadCpuUsage?.() ?? { user: 0, system: 0 };
  return (user + system) / 1000;
}
