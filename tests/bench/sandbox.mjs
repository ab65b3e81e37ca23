/**
 * What the sandbox costs: a renderer in the strictest isolation of this machine beside a plain child process, one after
 * the other, in turns. Time from start to ready, CPU time of its processes, and CPU time that parsing reports takes.
 *
 *     npm run bench -- sandbox [pairs] [takes of each renderer]
 */
import { fork } from 'node:child_process';
import { resolve } from 'node:path';

import { parseRendererReport } from '../../dist/libs/generation/api/renderer/child-reports.js';
import { builtRenderer } from '../../dist/libs/generation/api/renderer/renderer-options.js';
import { findIsolation, startSandboxed } from '../../dist/libs/sandbox/index.js';
import { median, rounded } from './support/figures.mjs';
import { cpuMs, programOf } from './support/process-figures.mjs';

const [pairs = 7, takes = 5] = process.argv.slice(2).map(Number);
const modelDir = resolve('models/visionary-mini');
const job = {
  ...{ prompt: 'a red fox', negative: '', scheduler: 'ddim', steps: 8, guidance: 5 },
  ...{ width: 256, height: 256, seed: 1, batch: 1 },
};
const script = builtRenderer();
const isolation = await findIsolation(script);
const env = { PATH: process.env.PATH, RENDERER_THREADS: '1', MALLOC_ARENA_MAX: '1' };

const STARTS = {
  plain: async () => fork(script, [], { serialization: 'advanced', env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }),
  sandboxed: async () => {
    const readable = [resolve('models')];
    const { child } = await startSandboxed({ script, readable, memoryBytes: 8 * 2 ** 30, env });
    child.stdout?.resume();
    child.stderr?.resume();
    return child;
  },
};

const reportOf = (child, type) =>
  new Promise((done) => {
    const look = (report) => {
      if (report.type !== type) return;
      child.off('message', look);
      done(report);
    };
    child.on('message', look);
  });

async function measure(kind) {
  const startedAt = performance.now();
  const child = await STARTS[kind]();
  await reportOf(child, 'ready');
  const startMs = performance.now() - startedAt;
  const startCpuMs = cpuMs(programOf(child.pid));
  const reports = [];
  child.on('message', (report) => reports.push(report));
  const takeCpuMs = [];
  for (let take = 0; take < takes; take++) {
    const program = programOf(child.pid);
    const before = cpuMs(program);
    const finished = reportOf(child, 'finished');
    child.send({ type: 'render', takeId: `take ${take}`, modelDir, modelName: 'bench', job, sendFrames: true });
    await finished;
    takeCpuMs.push(cpuMs(program) - before);
  }
  const exit = new Promise((done) => child.once('exit', done));
  child.send({ type: 'shutdown' });
  await exit;
  const { user } = process.cpuUsage();
  for (const report of reports) parseRendererReport(report);
  const parseCpuMs = (process.cpuUsage().user - user) / 1000 / takes;
  // The first take loads the model.
  return { startMs, startCpuMs, takeCpuMs: median(takeCpuMs.slice(1)), parseCpuMs };
}

const runs = { plain: [], sandboxed: [] };
for (let pair = 0; pair < pairs; pair++) {
  for (const kind of pair % 2 ? ['plain', 'sandboxed'] : ['sandboxed', 'plain']) runs[kind].push(await measure(kind));
}
const of = (kind, field) => rounded(median(runs[kind].map((run) => run[field])), 2);
const difference = (field) => rounded(median(runs.sandboxed.map((run, at) => run[field] - runs.plain[at][field])), 2);
const figures = (kind) =>
  Object.fromEntries(['startMs', 'startCpuMs', 'takeCpuMs'].map((field) => [field, of(kind, field)]));
const result = {
  isolation: isolation.level,
  ...{ pairs, takes, plain: figures('plain'), sandboxed: figures('sandboxed') },
  more: {
    startMs: difference('startMs'),
    startCpuMs: difference('startCpuMs'),
    takeCpuMs: difference('takeCpuMs'),
    parseCpuMsOfTake: of('sandboxed', 'parseCpuMs'),
    shareOfTake: rounded(of('sandboxed', 'parseCpuMs') / of('plain', 'takeCpuMs'), 4),
  },
};
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
