import { join } from 'node:path';

import { InferenceSession, Tensor } from '../../../../dist/libs/onnxruntime/index.js';

import { sessionOptions } from '../../../../dist/libs/diffusion/index.js';
import { INPUTS, OUTPUT } from './unet.mjs';

const TIMESTEP = 500n;

const feeds = Object.fromEntries(INPUTS.map((input) => [input.name, tensor(input)]));
const session = await InferenceSession.create(join(process.argv[2], 'model.onnx'), sessionOptions({}));

function tensor({ type, shape }) {
  const length = shape.reduce((all, side) => all * side, 1);
  if (type === 'int64') return new Tensor(type, new BigInt64Array(length).fill(TIMESTEP), shape);
  const noise = Float32Array.from({ length }, () => Math.sqrt(3) * (2 * Math.random() - 1));
  return new Tensor(type, noise, shape);
}

async function step() {
  const before = process.cpuUsage();
  const began = performance.now();
  const { [OUTPUT.name]: out } = await session.run(feeds);
  const wallMs = performance.now() - began;
  const { user, system } = process.cpuUsage(before);
  // Calculations with NaN may be faster or slower than those of real models.
  if (!out.data.every(Number.isFinite)) throw new Error('the UNet gives what is no number');
  return { cpuMs: (user + system) / 1000, wallMs };
}

process.on('message', async () => process.send(await step()));
process.send('ready');
