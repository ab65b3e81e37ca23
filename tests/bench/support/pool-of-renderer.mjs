import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { chooseNextTake } from '../../../dist/libs/generation/domain/scheduling-policy.js';
import { drawer } from './random.mjs';
import { randomOf } from '../../support/random-numbers.mjs';
import { RendererProcess } from './renderer-process.mjs';

const MODELS = ['a', 'b', 'c', 'd', 'e', 'f'];
const WAITING = 16;
const MEBIBYTE = 2 ** 20;
const JOB = {
  ...{ prompt: 'a red fox in the snow', negative: '', scheduler: 'euler', steps: 2, guidance: 5 },
  ...{ width: 128, height: 128, batch: 1 },
};

/** A renderer with this much memory for models, and the latest state of its pool. */
function startRenderer(budgetMiB) {
  process.env.RENDERER_MEMORY = `${budgetMiB}M`;
  const renderer = new RendererProcess();
  const seen = { state: undefined, crashes: 0 };
  renderer.process.on('message', (report) => {
    if (report.type === 'pool') seen.state = report.state;
  });
  renderer.process.on('exit', (code, signal) => (seen.crashes += code === 0 && !signal ? 0 : 1));
  return { renderer, seen };
}

/** The memory of one of the models, and of the process without it. */
async function measureOne(modelDir) {
  const { renderer, seen } = startRenderer(8 * 1024);
  await renderer.nextReport(({ type }) => type === 'ready');
  await renderer.take(modelDir, { ...JOB, seed: 1 }, false);
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  const [{ bytes }] = seen.state.entries;
  const figures = { modelBytes: bytes, peakBytes: renderer.peakBytes(), baseBytes: seen.state.rssBytes - bytes };
  renderer.end();
  return figures;
}

/**
 * The built renderer with six copies of a model and memory for three, in queue order.
 * @returns how its memory and its pool behaved
 */
export async function strainRenderer(modelDir, takes, seed) {
  const folder = mkdtempSync(join(tmpdir(), 'visionary-bench-pool-'));
  try {
    for (const name of MODELS) cpSync(modelDir, join(folder, name), { recursive: true });
    const one = await measureOne(join(folder, MODELS[0]));
    const budgetBytes = Math.ceil((3.5 * one.modelBytes) / MEBIBYTE) * MEBIBYTE;
    const { renderer, seen } = startRenderer(budgetBytes / MEBIBYTE);
    await renderer.nextReport(({ type }) => type === 'ready');
    await feed({ renderer, seen, folder, takes, seed });
    const peakBytes = seen.crashes > 0 ? Number.NaN : renderer.peakBytes();
    const { entries: _entries, ...pool } = seen.state;
    renderer.end();
    const models = Math.max(0, peakBytes - one.baseBytes);
    return {
      takes,
      model: basename(modelDir),
      ...one,
      peakBytes,
      budgetBytes,
      peakOverBudget: models / budgetBytes,
      pool,
      crashes: seen.crashes,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function feed({ renderer, seen, folder, takes, seed }) {
  const draw = drawer(MODELS, 'uniform', randomOf(seed));
  let waiting = [];
  const served = [];
  for (let asked = 0, done = 0; done < takes; done++) {
    for (; asked < takes && waiting.length < WAITING; asked++) {
      const user = asked % WAITING;
      const take = {
        id: `${asked}`.padStart(4, '0'),
        roomId: `room ${user % 5}`,
        authorId: `${user}`,
        overtaken: 0,
      };
      waiting.push({ ...take, queuedAt: Date.now(), memoryKey: draw() });
    }
    const own = (seen.state?.entries ?? []).map((entry) => basename(entry.modelDir));
    const { take, overtakes } = chooseNextTake({ waiting, served, now: Date.now() }, { own, others: [] });
    for (const other of overtakes) other.overtaken += 1;
    waiting = waiting.filter((one) => one !== take);
    served.push({ roomId: take.roomId, authorId: take.authorId, at: Date.now() });
    await renderer.take(join(folder, take.memoryKey), { ...JOB, seed: done }, false);
  }
  await new Promise((resolve) => setTimeout(resolve, 1_200));
}
