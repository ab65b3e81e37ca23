import { LoadedModels } from '../../../../dist/apps/renderer/src/loaded-models.js';
import { collectGarbage, warmRuntime } from '../../../../dist/libs/diffusion/index.js';
import { peakOfThis, stopwatch } from './resources.mjs';

/** Models in turn, in the pool of a renderer whose budget is for one. */
const { dirs, turns, side, budgetBytes, verifiedDir } = JSON.parse(process.argv[2]);

const loads = [];
let layout;
await warmRuntime();
const models = new LoadedModels({ budgetBytes, threads: undefined, verifiedDir }, () => undefined);
const before = process.memoryUsage.rss();
for (const dir of Array.from({ length: turns }, () => dirs).flat()) {
  const request = { modelDir: dir, modelName: 'bench', loras: [], width: side, height: side };
  let loading;
  const { value, release } = await models.acquire(request, () => (loading = stopwatch()));
  if (loading) loads.push(loading());
  layout = value.rounding.layout ?? 'fast';
  await oneStep(value);
  release();
}
collectGarbage();
process.send({ loads, layout, peakBytes: peakOfThis() - before, heldBytes: process.memoryUsage.rss() - before });
process.disconnect();

async function oneStep(pipeline) {
  const end = new AbortController();
  const job = { prompt: 'a red fox', negative: '', scheduler: 'ddim', steps: 50, guidance: 7.5, seed: 1 };
  await pipeline
    .render({ ...job, width: side, height: side }, { onStep: () => end.abort(), signal: end.signal })
    .catch((error) => end.signal.aborted || Promise.reject(error));
}
