/**
 * What the engine's surroundings cost: takes in the renderer process, watched and unwatched, against the bare sum of
 * model calls under the same conditions. Rounds alternate and medians are told, because a machine is never idle.
 *
 *     npm run bench -- engine [modelDir] [steps] [rounds]
 */
import { execFileSync, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

import { readModelFolder } from '../../dist/libs/diffusion/index.js';

const [modelDir = 'models/visionary-mini', steps = '20', rounds = '5'] = process.argv.slice(2);
const root = fileURLToPath(new URL('../../', import.meta.url));
const renderer = `${root}dist/apps/renderer/src/main.js`;
const bareRun = fileURLToPath(new URL('support/bare-session-run.mjs', import.meta.url));
/** As the server starts its renderer. */
const env = { ...process.env, MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '65536' };

/** Sixteen latent cells: small, so that what is around the model calls shows. */
const side = (await readModelFolder(modelDir)).vae.spatialFactor * 16;
const job = { steps: Number(steps), guidance: 6, width: side, height: side };

function bare() {
  const output = execFileSync(process.execPath, [bareRun, JSON.stringify({ modelDir, ...job })], { env });
  return JSON.parse(output.toString()).ms;
}

class Child {
  constructor() {
    this.process = fork(renderer, { serialization: 'advanced', env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    this.takes = 0;
  }

  heard(fits) {
    return new Promise((resolve) => {
      const listen = (report) => {
        if (!fits(report)) return;
        this.process.off('message', listen);
        resolve(report);
      };
      this.process.on('message', listen);
    });
  }

  async take(watched) {
    const takeId = `take ${this.takes++}`;
    const frames = [];
    const began = performance.now();
    const collect = (report) =>
      report.frame && frames.push({ bytes: report.frame.bytes.length, ms: performance.now() - began });
    this.process.on('message', collect);
    const end = this.heard(({ type }) => ['finished', 'failed', 'cancelled'].includes(type));
    const asked = { ...job, prompt: 'a red fox in the snow', negative: '', scheduler: 'ddim', seed: 1, batch: 1 };
    this.process.send({ type: 'render', takeId, modelDir, modelName: 'bench', job: asked, watched });
    const report = await end;
    this.process.off('message', collect);
    if (report.type !== 'finished') throw new Error(`${report.code}: ${report.detail}`);
    return { ms: performance.now() - began, frames, loadMs: report.record.loadMs };
  }

  peakMb() {
    const status = readFileSync(`/proc/${this.process.pid}/status`, 'utf8');
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024);
  }
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const rounded = (value, digits = 0) => Number(value.toFixed(digits));

const started = performance.now();
const child = new Child();
await child.heard(({ type }) => type === 'ready');
const readyMs = performance.now() - started;
const first = await child.take(true);
const seen = { bare: [], unwatched: [], watched: [], frames: [], firstFrame: [] };
for (let round = 0; round < Number(rounds); round++) {
  seen.bare.push(bare());
  seen.unwatched.push((await child.take(false)).ms);
  const watched = await child.take(true);
  seen.watched.push(watched.ms);
  seen.frames.push(...watched.frames.map(({ bytes }) => bytes));
  seen.firstFrame.push(watched.frames[0]?.ms ?? Infinity);
}
const bareMs = median(seen.bare);
const figures = {
  model: modelDir,
  size: `${side}x${side}`,
  steps: job.steps,
  cores: cpus().length,
  bareMs: rounded(bareMs),
  unwatchedMs: rounded(median(seen.unwatched)),
  watchedMs: rounded(median(seen.watched)),
  unwatchedOverBare: rounded(median(seen.unwatched) / bareMs, 3),
  watchedOverBare: rounded(median(seen.watched) / bareMs, 3),
  framesPerTake: rounded(seen.frames.length / Number(rounds), 1),
  frameBytes: median(seen.frames),
  firstFrameMs: rounded(median(seen.firstFrame)),
  startMs: rounded(readyMs),
  coldLoadMs: first.loadMs,
  coldFirstFrameMs: rounded(first.frames[0]?.ms ?? Infinity),
  coldFirstPictureMs: rounded(readyMs + first.ms),
  peakRssMb: child.peakMb(),
};
child.process.send({ type: 'shutdown' });
console.log(JSON.stringify(figures, null, 2));
