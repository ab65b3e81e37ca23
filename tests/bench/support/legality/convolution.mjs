import { InferenceSession, Tensor } from '../../../../dist/libs/onnxruntime/index.js';

import { attribute, constant, model, node } from '../../../support/tiny-onnx.ts';
import { median } from '../figures.mjs';

/** The size of the widest layers of the Stable Diffusion 1.5 UNet at 512 x 512. */
const CHANNELS = 320;
const SIDE = 64;
const TIMES = 15;

const noise = (length) => Float32Array.from({ length }, () => Math.random() - 0.5);

/** One 3x3 convolution in onnxruntime. @returns CPU time of this process, which does nothing else */
export async function convolutionCpuMs() {
  const shape = [1, CHANNELS, SIDE, SIDE];
  const file = model(
    [node('Conv', ['x', 'weights'], ['y'], attribute('pads', [1, 1, 1, 1]))],
    [{ name: 'x', type: 'float32', shape }],
    { name: 'y', type: 'float32', shape },
    [constant('weights', [CHANNELS, CHANNELS, 3, 3], noise(CHANNELS * CHANNELS * 9))],
  );
  const session = await InferenceSession.create(file);
  const x = new Tensor('float32', noise(CHANNELS * SIDE * SIDE), shape);
  await session.run({ x });
  const times = [];
  for (let turn = 0; turn < TIMES; turn++) {
    const before = process.cpuUsage();
    await session.run({ x });
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  return { cpuMs: median(times), multiplications: CHANNELS * CHANNELS * 9 * SIDE * SIDE };
}
