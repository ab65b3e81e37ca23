import { LoadedModels } from '../../../../dist/apps/renderer/src/loaded-models.js';
import { collectGarbage, warmRuntime } from '../../../../dist/libs/diffusion/index.js';
import { peakOfThis, stopwatch } from './resources.mjs';

/** A model in the engine, loaded by the pool of a renderer. */
const { dir, side, steps, lora } = JSON.parse(process.argv[2]);
const BUDGET_BYTES = 64 * 2 ** 30;

let entries = [];
await warmRuntime();
const options = {
  budgetBytes: BUDGET_BYTES,
  threads: undefined,
  fusesAttention: process.env.FUSED_ATTENTION !== 'false',
};
const models = new LoadedModels(options, (state) => ({ entries } = state));
const before = process.memoryUsage.rss();
const request = { modelDir: dir, modelName: 'bench', loras: [], width: side, height: side };

process.send('loads');
const loading = stopwatch();
const lease = await models.acquire(request, () => undefined);
const load = { ...loading(), peakBytes: peakOfThis() - before };
process.send('loaded');

const took = await stepsOf(lease.value);
lease.release();
collectGarbage();
const held = { bytes: process.memoryUsage.rss() - before, booksBytes: await booksBytes() };
const peakBytes = peakOfThis() - before;
process.send({ load, steps: took, held, peakBytes, ...(lora && { lora: await withLora() }) });
process.disconnect();

/** Ends a render before it decodes the image. */
async function stepsOf(pipeline) {
  const end = new AbortController();
  const taken = [];
  let stepping = stopwatch();
  const onStep = () => {
    taken.push(stepping());
    stepping = stopwatch();
    if (taken.length === steps) end.abort();
  };
  const job = { prompt: 'a red fox', negative: 'blur', scheduler: 'ddim', steps: 50, guidance: 7.5, seed: 1 };
  await pipeline
    .render({ ...job, width: side, height: side }, { onStep, signal: end.signal })
    .catch((error) => end.signal.aborted || Promise.reject(error));
  return taken;
}

/** From another weight to the start of the next step, and the steps of a model with a LoRA. */
async function withLora() {
  const change = [];
  let steps = [];
  for (const weight of [0.8, 0.85]) {
    const changing = stopwatch();
    const loras = [{ id: 'bench', file: lora, sha256: 'bench', weight }];
    const changed = await models.acquire({ ...request, loras }, () => {
      throw new Error('another weight is a load');
    });
    change.push(changing());
    steps = await stepsOf(changed.value);
    changed.release();
  }
  return { change: change.at(-1), steps };
}

/** Reports come at intervals, and name a model that is being loaded without its bytes. */
async function booksBytes() {
  while (!entries[0]?.bytes) await new Promise((resolve) => setTimeout(resolve, 50));
  return entries[0].bytes;
}
