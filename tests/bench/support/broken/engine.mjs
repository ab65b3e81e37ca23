import { join } from 'node:path';

import { InferenceSession, Tensor } from '../../../../dist/libs/onnxruntime/index.js';

import { DiffusionPipeline, LoraPlan, readModelFolder, sessionOptions } from '../../../../dist/libs/diffusion/index.js';
import { at } from '../../../../tools/paths.mjs';

const MODEL = at('models', 'visionary-mini');
const LORA = at('models', 'loras', 'cyanotype.safetensors');

/**
 * The engine with the embedded model, and its VAE alone, so that latents can be damaged before decoding.
 * @returns `latentsOf(job)`, `decode(latents, { width, height })` to bytes, and `encode(image)` the other way round
 */
export async function openEngine({ threads }) {
  const folder = await readModelFolder(MODEL);
  const pipelines = {
    plain: await DiffusionPipeline.load(folder, { threads }),
    lora: await DiffusionPipeline.load(folder, {
      threads,
      loras: await LoraPlan.of(MODEL, [{ file: LORA, weight: 1 }], { threads }),
    }),
  };
  const open = (part) => InferenceSession.create(join(MODEL, part, 'model.onnx'), sessionOptions({ threads }));
  const [decoder, encoder] = [await open('vae_decoder'), await open('vae_encoder')];
  return {
    factor: folder.vae.spatialFactor,
    latentsOf: async ({ withLora, ...job }) => (await pipelines[withLora ? 'lora' : 'plain'].render(job)).latents,
    decode: (latents, size) => decode(decoder, latents, size, folder.vae),
    encode: (image) => encode(encoder, image),
  };
}

async function decode(session, latents, { width, height }, { spatialFactor, latentChannels }) {
  const dims = [1, latentChannels, height / spatialFactor, width / spatialFactor];
  const { data } = await one(session, new Tensor('float32', latents, dims));
  const cells = width * height;
  // Rounded like in the engine; NaN becomes 0, as on a screen.
  const rgb = new Uint8ClampedArray(cells * 3);
  for (let i = 0; i < rgb.length; i++) {
    const channel = i % 3;
    rgb[i] = (data[channel * cells + (i - channel) / 3] / 2 + 0.5) * 255;
  }
  return { data: new Uint8Array(rgb.buffer), width, height };
}

async function encode(session, { data, width, height }) {
  const cells = width * height;
  const planes = new Float32Array(cells * 3);
  for (let i = 0; i < data.length; i++) planes[(i % 3) * cells + Math.floor(i / 3)] = data[i] / 127.5 - 1;
  return Float32Array.from((await one(session, new Tensor('float32', planes, [1, 3, height, width]))).data);
}

/** Of a graph with one input, its first output. */
async function one(session, tensor) {
  const result = await session.run({ [session.inputNames[0]]: tensor });
  return result[session.outputNames[0]];
}
