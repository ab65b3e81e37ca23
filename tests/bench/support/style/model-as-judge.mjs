import { join } from 'node:path';

import { InferenceSession, Tensor } from '../../../../dist/libs/onnxruntime/index.js';

import { sessionOptions, InitialNoise, TextEncoders } from '../../../../dist/libs/diffusion/index.js';

/** Noise levels at which captions are compared: too little hides nothing, too much hides everything. */
const TIMES = [250, 450, 650];
const TRAINED = 1000;
const [FIRST, LAST] = [0.00085, 0.024];

/** Remaining share of the signal at each training timestep, from scheduler_config.json of the embedded model. */
const alphas = (() => {
  let product = 1;
  return Array.from({ length: TRAINED }, (_, t) => {
    const beta = (Math.sqrt(FIRST) + (t / (TRAINED - 1)) * (Math.sqrt(LAST) - Math.sqrt(FIRST))) ** 2;
    return (product *= 1 - beta);
  });
})();

/**
 * The embedded model as a classifier: the caption with which it best denoises a noisy image is the one that fits
 * best (a diffusion classifier). Without guidance and prompt prefixes; the same noise for every caption and every arm.
 */
export class ModelAsJudge {
  constructor(unet, texts) {
    Object.assign(this, { unet, texts, known: new Map() });
  }

  static async open(folder, dir, threads) {
    const options = { threads };
    const unet = await InferenceSession.create(join(dir, 'unet', 'model.onnx'), sessionOptions(options));
    return new ModelAsJudge(unet, await TextEncoders.open(folder, options));
  }

  /** @returns the caption that fits these latents best */
  async best(latents, dims, captions) {
    const errors = captions.map(() => 0);
    for (const [turn, t] of TIMES.entries()) {
      const noise = new InitialNoise(turn + 1).draw(latents.length);
      const [signal, spread] = [Math.sqrt(alphas[t]), Math.sqrt(1 - alphas[t])];
      const noisy = latents.map((value, i) => signal * value + spread * noise[i]);
      const target = latents.map((value, i) => signal * noise[i] - spread * value);
      for (const [at, caption] of captions.entries()) {
        const found = await this.predict(noisy, dims, t, caption);
        errors[at] += found.reduce((sum, value, i) => sum + (value - target[i]) ** 2, 0);
      }
    }
    return captions[errors.indexOf(Math.min(...errors))];
  }

  async predict(noisy, dims, t, caption) {
    const text = this.known.get(caption) ?? (await this.texts.encode(caption));
    this.known.set(caption, text);
    const time = this.unet.inputMetadata.find(({ name }) => name === 'timestep');
    const result = await this.unet.run({
      sample: new Tensor('float32', noisy, dims),
      timestep:
        time.type === 'int64'
          ? new Tensor('int64', [BigInt(t)], shapeOf(time))
          : new Tensor('float32', [t], shapeOf(time)),
      encoder_hidden_states: new Tensor('float32', text.data, [1, text.tokens, text.width]),
    });
    return result[this.unet.outputNames[0]].data;
  }
}

const shapeOf = ({ shape }) => (shape.length === 0 ? [] : [1]);
