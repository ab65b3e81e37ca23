/** Preloaded into a server: says how long its event loop stood still at most since it was last asked, by SIGUSR2. */
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 10;
const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delays.enable();
process.on('SIGUSR2', () => {
  const ms = Math.max(0, delays.max / 1e6 - RESOLUTION_MS);
  delays.reset();
  writeFileSync(process.env.LOOP_FILE, `${ms}\n`);
});
