import { peakBytes } from '../process-figures.mjs';

/** CPU seconds and seconds since a moment. @returns a function that reads them */
export function stopwatch() {
  const [before, began] = [process.cpuUsage(), performance.now()];
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { cpuS: (user + system) / 1e6, wallS: (performance.now() - began) / 1000 };
  };
}

export const peakOfThis = () => peakBytes(process.pid);
