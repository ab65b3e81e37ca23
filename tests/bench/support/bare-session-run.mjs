import { join } from 'node:path';

import { InferenceSession, Tensor } from '../../../dist/libs/onnxruntime/index.js';

import { readModelFolder, sessionOptions, InitialNoise, contextLength } from '../../../dist/libs/diffusion/index.js';

async function openBareModel({ modelDir, threads }) {
  const folder = await readModelFolder(modelDir);
  const open = (part) => InferenceSession.create(join(modelDir, part, 'model.onnx'), sessionOptions({ threads }));
  const [text, unet, vae] = [await open('text_encoder'), await open('unet'), await open('vae_decoder')];
  return { measure: (job) => measure({ folder, text, unet, vae }, job) };
}

/**
 * The cost of the model calls of one image alone: the sum of session.run over its prompts, every step, and the decoding,
 * with the session options of the renderer. The baseline for everything around them.
 * @returns {Promise<{ms: number, cpuMs: number, unetMs: number, textMs: number, vaeMs: number, stepMs: number[]}>}
 */
async function measure({ folder, text, unet, vae }, { steps, guidance, width, height, seed = 1 }) {
  const texts = guidance > 1 ? 2 : 1;
  const latent = latentOf(folder, width, height, seed);
  const tokens = textFeeds(text, folder);
  const { first: encoded } = await timed(text, tokens);
  const feeds = unetFeeds(unet, latent, encoded, texts);
  const decode = { [vae.inputNames[0]]: floats(vae.inputMetadata[0], latent.data, latent.dims) };

  const cpuBefore = process.cpuUsage();
  let textMs = 0;
  for (let i = 0; i < texts; i++) textMs += (await timed(text, tokens)).ms;
  const stepMs = [];
  for (let step = 0; step < steps; step++) stepMs.push((await timed(unet, feeds)).ms);
  const vaeMs = (await timed(vae, decode)).ms;
  const { user, system } = process.cpuUsage(cpuBefore);
  const unetMs = stepMs.reduce((sum, ms) => sum + ms, 0);
  return { ms: textMs + unetMs + vaeMs, cpuMs: (user + system) / 1000, unetMs, textMs, vaeMs, stepMs };
}

async function timed(session, feeds) {
  const began = performance.now();
  const outputs = await session.run(feeds);
  return { ms: performance.now() - began, first: outputs[session.outputNames[0]] };
}

function latentOf({ vae }, width, height, seed) {
  const dims = [1, vae.latentChannels, height / vae.spatialFactor, width / vae.spatialFactor];
  return { data: new InitialNoise(seed).draw(dims.reduce((product, side) => product * side)), dims };
}

function textFeeds({ inputMetadata: [input] }, folder) {
  const length = typeof input.shape[1] === 'number' ? input.shape[1] : contextLength(folder);
  const ids = Array.from({ length }, () => 1);
  return { [input.name]: wholeNumbers(input, ids, [1, length]) };
}

function unetFeeds(unet, latent, encoded, texts) {
  const inputs = Object.fromEntries(unet.inputMetadata.map((input) => [input.name, input]));
  const repeated = (data) => Float32Array.from({ length: data.length * texts }, (_, i) => data[i % data.length]);
  return {
    sample: floats(inputs.sample, repeated(latent.data), [texts, ...latent.dims.slice(1)]),
    timestep: number(inputs.timestep, 500, inputs.timestep.shape.length === 0 ? [] : [1]),
    encoder_hidden_states: floats(inputs.encoder_hidden_states, repeated(encoded.data), [
      texts,
      ...encoded.dims.slice(1),
    ]),
  };
}

function floats({ type }, data, dims) {
  if (type !== 'float32') throw new Error(`this measurement feeds no ${type}`);
  return new Tensor('float32', Float32Array.from(data), dims);
}

function wholeNumbers({ type }, data, dims) {
  if (type === 'int64') return new Tensor('int64', BigInt64Array.from(data.map(BigInt)), dims);
  return new Tensor('int32', Int32Array.from(data), dims);
}

function number(input, value, dims) {
  return input.type.startsWith('int') ? wholeNumbers(input, [value], dims) : floats(input, [value], dims);
}

// A process as old and warm as the renderer it is compared with: it measures on request.
const job = JSON.parse(process.argv[2]);
const model = await openBareModel(job);
await model.measure(job);
process.on('message', async () => process.send(await model.measure(job)));
process.send('ready');
