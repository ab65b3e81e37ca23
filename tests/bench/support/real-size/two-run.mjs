import { LoadedModels } from '../../../../dist/apps/renderer/src/loaded-models.js';
import { collectGarbage, warmRuntime } from '../../../../dist/libs/diffusion/index.js';
import { peakOfThis } from './resources.mjs';

/** Two models in turn, in the pool of a renderer whose budget is for one. */
const { dirs, side, budgetBytes } = JSON.parse(process.argv[2]);

let loads = 0;
let layout;
await warmRuntime();
const models = new LoadedModels({ budgetBytes, threads: undefined }, () => undefined);
const before = process.memoryUsage.rss();
for (const dir of [...dirs, ...dirs]) {
  const request = { modelDir: dir, modelName: 'bench', loras: [], width: side, height: side };
  const { value, release } = await models.acquire(request, () => (loads += 1));
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
