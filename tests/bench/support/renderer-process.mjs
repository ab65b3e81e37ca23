import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { ALLOCATOR } from './bare-process.mjs';
import { nextMessage } from './next-message.mjs';
import { peakBytes } from './process-figures.mjs';

const renderer = fileURLToPath(new URL('../../../dist/apps/renderer/src/main.js', import.meta.url));

/** A renderer without a server. */
export class RendererProcess {
  takes = 0;

  constructor() {
    const env = { ...process.env, ...ALLOCATOR };
    this.process = fork(renderer, { serialization: 'advanced', env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  }

  nextReport(fits) {
    return nextMessage(this.process, fits);
  }

  /** @returns the observations of a take: its frames, the time of its first step, and its image */
  async take(modelDir, job, sendFrames) {
    const takeId = `take ${this.takes++}`;
    const frames = [];
    let firstStepMs;
    const began = performance.now();
    const look = (report) => {
      if (report.type !== 'step') return;
      firstStepMs ??= performance.now() - began;
      if (report.frame) frames.push({ step: report.step, ...report.frame });
    };
    this.process.on('message', look);
    const end = this.nextReport(
      ({ type, takeId: id }) => id === takeId && ['finished', 'failed', 'cancelled'].includes(type),
    );
    this.process.send({ type: 'render', takeId, modelDir, modelName: 'bench', job, sendFrames });
    const report = await end;
    this.process.off('message', look);
    if (report.type !== 'finished') throw new Error(`${report.code}: ${report.detail}`);
    return { ms: performance.now() - began, frames, firstStepMs, png: report.images[0].png, record: report.record };
  }

  peakBytes() {
    return peakBytes(this.process.pid);
  }

  end() {
    this.process.send({ type: 'shutdown' });
  }
}
