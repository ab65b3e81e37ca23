import { InferenceSession } from '../../../dist/libs/onnxruntime/index.js';

import { DiffusionPipeline, readModelFolder } from '../../../dist/libs/diffusion/index.js';
import { median } from './figures.mjs';

/** The part of a step outside of model calls, in milliseconds: medians over the steps of some images. */
export async function typescriptPart(modelDir, job, images) {
  const run = InferenceSession.prototype.run;
  let called = 0;
  InferenceSession.prototype.run = async function (...args) {
    const began = performance.now();
    try {
      return await run.apply(this, args);
    } finally {
      called += performance.now() - began;
    }
  };
  const pipeline = await DiffusionPipeline.load(await readModelFolder(modelDir));
  const rest = [];
  try {
    for (let image = 0; image <= images; image++) {
      let before = called;
      await pipeline.render(job, {
        onStep: ({ step, stepMs }) => {
          // The first step includes compiling the prompt; the first image is a warm-up.
          if (image > 0 && step > 1) rest.push(stepMs - (called - before));
          before = called;
        },
      });
    }
  } finally {
    InferenceSession.prototype.run = run;
    await pipeline.release();
  }
  return median(rest);
}
