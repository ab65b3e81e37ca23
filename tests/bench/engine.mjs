/**
 * What the engine's surroundings cost: takes in the renderer process, watched and unwatched, against the bare sum of
 * model calls under the same conditions. Rounds alternate and medians are told, because a machine is never idle.
 *
 *     npm run bench -- engine [modelDir] [steps] [rounds]
 */
import { fork } from 'node:child_process';
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

const said = (child) => new Promise((resolve) => child.once('message', resolve));

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
    const [began, cpuBefore] = [performance.now(), this.cpuMs()];
    const collect = (report) =>
      report.frame && frames.push({ bytes: report.frame.bytes.length, ms: performance.now() - began });
    this.process.on('message', collect);
    const end = this.heard(({ type }) => ['finished', 'failed', 'cancelled'].includes(type));
    const asked = { ...job, prompt: 'a red fox in the snow', negative: '', scheduler: 'ddim', seed: 1, batch: 1 };
    this.process.send({ type: 'render', takeId, modelDir, modelName: 'bench', job: asked, watched });
    const report = await end;
    this.process.off('message', collect);
    if (report.type !== 'finished') throw new Error(`${report.code}: ${report.detail}`);
    return { ms: performance.now() - began, cpuMs: this.cpuMs() - cpuBefore, frames, loadMs: report.record.loadMs };
  }

  /** User and system time of all its threads; the kernel counts in hundredths of a second. */
  cpuMs() {
    const fields = readFileSync(`/proc/${this.process.pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
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
const bare = fork(bareRun, [JSON.stringify({ modelDir, ...job })], { env });
await said(bare);
const seen = { bare: [], unwatched: [], watched: [] };
for (let round = 0; round < Number(rounds); round++) {
  const measured = said(bare);
  bare.send('again');
  seen.bare.push(await measured);
  seen.unwatched.push(await child.take(false));
  seen.watched.push(await child.take(true));
}
const of = (kind, read) => median(seen[kind].map(read));
const wall = (kind) => of(kind, ({ ms }) => ms);
const cpu = (kind) => of(kind, ({ cpuMs }) => cpuMs);
const frames = seen.watched.flatMap((take) => take.frames);
const perTake = frames.length / Number(rounds);
const figures = {
  model: modelDir,
  size: `${side}x${side}`,
  steps: job.steps,
  cores: cpus().length,
  wallMs: { bare: rounded(wall('bare')), unwatched: rounded(wall('unwatched')), watched: rounded(wall('watched')) },
  wallOverBare: {
    unwatched: rounded(wall('unwatched') / wall('bare'), 3),
    watched: rounded(wall('watched') / wall('bare'), 3),
  },
  // On a busy machine processor time says more than the clock.
  cpuMs: { bare: rounded(cpu('bare')), unwatched: rounded(cpu('unwatched')), watched: rounded(cpu('watched')) },
  previews: {
    perTake: rounded(perTake, 1),
    bytes: median(frames.map(({ bytes }) => bytes)),
    cpuMs: rounded((cpu('watched') - cpu('unwatched')) / perTake, 2),
    firstMs: rounded(of('watched', (take) => take.frames[0]?.ms ?? Infinity)),
  },
  cold: {
    readyMs: rounded(readyMs),
    loadMs: first.loadMs,
    firstPreviewMs: rounded(first.frames[0]?.ms ?? Infinity),
    firstPictureMs: rounded(first.ms),
  },
  peakRssMb: child.peakMb(),
};
child.process.send({ type: 'shutdown' });
bare.disconnect();
console.log(JSON.stringify(figures, null, 2));
