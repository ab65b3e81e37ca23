import { availableParallelism } from 'node:os';

import { readModelFolder } from '../../../../dist/libs/diffusion/index.js';
import { isControlInput } from '../../../../dist/libs/diffusion/onnx/control-inputs.js';
import { InferenceSession, Tensor } from '../../../../dist/libs/onnxruntime/index.js';
import { peakOfThis, stopwatch } from './resources.mjs';

/** An export in plain onnxruntime, with its default options: threads that wait sleep, so that CPU time counts work. */
const { dir, side, steps } = JSON.parse(process.argv[2]);
const { graphs, vae, textWidth, secondTextEncoder: second } = await readModelFolder(dir);
const TOKENS = 77;
const BATCH = 2;
const before = process.memoryUsage.rss();

process.send('loads');
const loading = stopwatch();
const texts = [await open(graphs.textEncoder), ...(second ? [await open(second.graph)] : [])];
const unet = await open(graphs.unet);
const decoder = await open(graphs.vaeDecoder);
const load = { ...loading(), peakBytes: peakOfThis() - before };
process.send('loaded');

const cells = side / vae.spatialFactor;
const took = [];
for (let step = 0; step < steps; step++) {
  const stepping = stopwatch();
  if (step === 0) for (const text of [...texts, ...texts]) await text.run({ input_ids: tokens(), ...vectorsOf(text) });
  await unet.run(feeds());
  took.push(stepping());
}
const held = { bytes: process.memoryUsage.rss() - before };
process.send({ load, steps: took, held, peakBytes: peakOfThis() - before });
await Promise.all([...texts, unet, decoder].map((session) => session.release()));
process.disconnect();

function open({ path }) {
  const extra = { session: { intra_op: { allow_spinning: '0' } } };
  return InferenceSession.create(path, { intraOpNumThreads: availableParallelism(), extra });
}

function tokens() {
  return new Tensor('int64', new BigInt64Array(TOKENS).fill(1n), [1, TOKENS]);
}

/** The export is written from the engine's graphs, whose text encoders read rows of embeddings. */
function vectorsOf({ inputMetadata }) {
  const width = inputMetadata.find(({ name }) => name === 'embedding_vectors').shape[1];
  return { embedding_vectors: noise([1, width]) };
}

function feeds() {
  return {
    sample: noise([BATCH, vae.latentChannels, cells, cells]),
    timestep: noise([1]),
    encoder_hidden_states: noise([BATCH, TOKENS, textWidth]),
    ...(second && { text_embeds: noise([BATCH, pooledWidth()]), time_ids: noise([BATCH, 6]) }),
    ...noControl(),
  };
}

/** The export is written from the engine's graphs, which read residuals of ControlNets. Zeros stand for none. */
function noControl() {
  const inputs = unet.inputMetadata.filter(({ name }) => isControlInput(name));
  const zeros = ({ name, shape }) => [name, new Tensor('float32', new Float32Array(shape[1]), [1, shape[1], 1, 1])];
  return Object.fromEntries(inputs.map(zeros));
}

function pooledWidth() {
  return unet.inputMetadata.find(({ name }) => name === 'text_embeds').shape[1];
}

function noise(dims) {
  const length = dims.reduce((all, one) => all * one, 1);
  return new Tensor(
    'float32',
    Float32Array.from({ length }, () => 2 * Math.random() - 1),
    dims,
  );
}
