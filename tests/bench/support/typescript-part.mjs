import { InferenceSession } from 'onnxruntime-node';

import { DiffusionPipeline, readModelFolder } from '../../../dist/libs/diffusion/index.js';
import { median } from './figures.mjs';

/** What of a step is not a model call, in milliseconds: the medians over the steps of some pictures. */
export async function typescriptPart(modelDir, job, pictures) {
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
    for (let picture = 0; picture <= pictures; picture++) {
      let before = called;
      await pipeline.render(job, {
        onStep: ({ step, stepMs }) => {
          // The first step also has what compiles the words; the first picture what warms the machine up.
          if (picture > 0 && step > 1) rest.push(stepMs - (called - before));
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
