// Runs the exported graphs in onnxruntime-node: names, shapes, free sizes and batches, and how long each takes.
// Usage: node check_model.mjs <folder with node_modules>
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const [modules] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), 'package.json'));
process.env.ORT_DISABLE_TELEMETRY = '1';
const { InferenceSession, Tensor } = require('onnxruntime-node');
const folder = fileURLToPath(new URL('../visionary-mini/', import.meta.url));

const noise = (...dims) =>
  new Tensor(
    'float32',
    Float32Array.from({ length: dims.reduce((a, b) => a * b) }, () => Math.random() * 2 - 1),
    dims,
  );
const int64 = (values, dims) => new Tensor('int64', BigInt64Array.from(values.map(BigInt)), dims);
const openSession = (name) => InferenceSession.create(join(folder, name, 'model.onnx'), { intraOpNumThreads: 1 });

/** Runs a graph and compares its output with the expected shape; prints the best of three times. */
async function check(session, label, feeds, output, expected) {
  let best = Infinity;
  let result;
  for (let i = 0; i < 3; i++) {
    const start = performance.now();
    result = (await session.run(feeds))[output];
    best = Math.min(best, performance.now() - start);
  }
  const isFinite = result.data.every(Number.isFinite);
  if (result.dims.join() !== expected.join() || !isFinite) {
    throw new Error(`${label}: ${result.dims}, finite ${isFinite}, expected ${expected}`);
  }
  console.log(`${label}: [${result.dims}] in ${best.toFixed(1)} ms`);
}

const unet = await openSession('unet');
for (const [batch, h, w] of [
  [1, 16, 16],
  [2, 16, 16],
  [2, 16, 24],
  [2, 12, 20],
  [4, 24, 24],
  [1, 17, 19],
]) {
  const feeds = {
    sample: noise(batch, 8, h, w),
    timestep: int64([501], [1]),
    encoder_hidden_states: noise(batch, 48, 256),
  };
  await check(unet, `unet ${batch} of ${w}x${h}`, feeds, 'out_sample', [batch, 8, h, w]);
}
const text = await openSession('text_encoder');
await check(
  text,
  'text_encoder',
  { input_ids: int64([2, 9, 3, ...Array(45).fill(0)], [1, 48]) },
  'last_hidden_state',
  [1, 48, 256],
);
await check(
  await openSession('vae_encoder'),
  'vae_encoder',
  { sample: noise(1, 3, 256, 384) },
  'latent_sample',
  [1, 8, 16, 24],
);
for (const [h, w] of [
  [16, 16],
  [16, 24],
]) {
  await check(await openSession('vae_decoder'), 'vae_decoder', { latent_sample: noise(1, 8, h, w) }, 'sample', [
    1,
    3,
    16 * h,
    16 * w,
  ]);
  await check(await openSession('preview_decoder'), 'preview_decoder', { latent_sample: noise(1, 8, h, w) }, 'sample', [
    1,
    3,
    8 * h,
    8 * w,
  ]);
}
