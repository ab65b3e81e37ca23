import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { InferenceSession, Tensor } from 'onnxruntime-node';

import { readModelFolder, sessionOptions, StartNoise, textWindow } from '../../../dist/libs/diffusion/index.js';

/**
 * What the model calls of one picture cost when nothing else is done: the sum of session.run over both texts, every
 * step and the decoding, with the renderer's own session options. The yardstick for everything around them.
 * @param {{modelDir: string, steps: number, guidance: number, width: number, height: number, seed?: number, threads?: number}} job
 * @returns {Promise<{ms: number, unetMs: number, textMs: number, vaeMs: number, stepMs: number[]}>} milliseconds
 */
export async function measureBareRun({ modelDir, steps, guidance, width, height, seed = 1, threads }) {
  const folder = await readModelFolder(modelDir);
  const options = sessionOptions({ threads });
  const open = (part) => InferenceSession.create(join(modelDir, part, 'model.onnx'), options);
  const [text, unet, vae] = [await open('text_encoder'), await open('unet'), await open('vae_decoder')];
  try {
    const texts = guidance > 1 ? 2 : 1;
    const latent = latentOf(folder, width, height, seed);
    const tokens = Array.from(
      { length: text.inputMetadata[0].shape[1] > 0 ? text.inputMetadata[0].shape[1] : textWindow(folder) },
      () => 1,
    );
    const encoded = await timed(text, {
      [text.inputNames[0]]: wholeNumbers(text.inputMetadata[0], tokens, [1, tokens.length]),
    });
    // The first call of a graph allocates; the renderer has done so before its second take.
    const feeds = unetFeeds(unet, latent, encoded.first, texts);
    await timed(unet, feeds);
    const decode = { [vae.inputNames[0]]: floats(vae.inputMetadata[0], latent.data, latent.dims) };
    await timed(vae, decode);

    let textMs = 0;
    for (let i = 0; i < texts; i++) {
      textMs += (
        await timed(text, { [text.inputNames[0]]: wholeNumbers(text.inputMetadata[0], tokens, [1, tokens.length]) })
      ).ms;
    }
    const stepMs = [];
    for (let step = 0; step < steps; step++) stepMs.push((await timed(unet, feeds)).ms);
    const vaeMs = (await timed(vae, decode)).ms;
    const unetMs = stepMs.reduce((sum, ms) => sum + ms, 0);
    return { ms: textMs + unetMs + vaeMs, unetMs, textMs, vaeMs, stepMs };
  } finally {
    for (const session of [text, unet, vae]) await session.release();
  }
}

async function timed(session, feeds) {
  const began = performance.now();
  const outputs = await session.run(feeds);
  return { ms: performance.now() - began, first: outputs[session.outputNames[0]] };
}

function latentOf({ vae }, width, height, seed) {
  const dims = [1, vae.latentChannels, height / vae.spatialFactor, width / vae.spatialFactor];
  return { data: new StartNoise(seed).draw(dims.reduce((product, side) => product * side)), dims };
}

function unetFeeds(unet, latent, encoded, texts) {
  const inputs = Object.fromEntries(unet.inputMetadata.map((input) => [input.name, input]));
  const twice = (data) => Float32Array.from({ length: data.length * texts }, (_, i) => data[i % data.length]);
  const scalar = inputs.timestep.shape.length === 0;
  return {
    sample: floats(inputs.sample, twice(latent.data), [texts, ...latent.dims.slice(1)]),
    timestep: number(inputs.timestep, 500, scalar ? [] : [1]),
    encoder_hidden_states: floats(inputs.encoder_hidden_states, twice(encoded.data), [texts, ...encoded.dims.slice(1)]),
  };
}

function floats({ type }, data, dims) {
  if (type === 'float32') return new Tensor('float32', Float32Array.from(data), dims);
  if (type === 'float16') return new Tensor('float16', globalThis.Float16Array.from(data), dims);
  throw new Error(`this measurement feeds no ${type}`);
}

function wholeNumbers({ type }, data, dims) {
  return type === 'int64'
    ? new Tensor('int64', BigInt64Array.from(data.map(BigInt)), dims)
    : new Tensor('int32', Int32Array.from(data), dims);
}

function number(input, value, dims) {
  return input.type.startsWith('int') ? wholeNumbers(input, [value], dims) : floats(input, [value], dims);
}

// Called by path it prints JSON: a process of its own can run under the same environment as the renderer.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(JSON.stringify(await measureBareRun(JSON.parse(process.argv[2]))));
}
