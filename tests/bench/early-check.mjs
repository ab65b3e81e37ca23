/**
 * How early the image check can judge a render, and how much a veiled frame gives away: renders of the embedded model, each
 * step's frame classified as it would be streamed, compared to the finished image. Harmless prompts only, so the classifier's
 * suspicion is compared by rank: the tenth of the finished images that it suspects most stands for what it would flag. Prints JSON.
 *
 *     npm run bench -- early-check [images] [steps] [seed]
 */
import { ImageChecker } from '../../dist/libs/image-check/index.js';
import { DiffusionPipeline, openPreviewer, readModelFolder } from '../../dist/libs/diffusion/index.js';
import { at } from '../../tools/paths.mjs';
import { changeOf, distance, flagged, meansOf, rankCorrelation, suspicionOf } from './support/early-check.mjs';

const PATIENCE_MS = 120_000;
/** Cells of the longer side. */
const VEILS = [4, 6, 8, 10, 12, 16, 20, 24, 32, 48];
const THINGS = 'fox owl robot castle cat sailboat whale dragon astronaut mushroom lighthouse penguin'.split(' ');
const PLACES = ['in the snow', 'at night', 'in space', 'on a beach', 'in a forest', '在雪地里', '在太空中'];

const [images = '60', steps = '20', seed = '20261201'] = process.argv.slice(2);
const folder = await readModelFolder(at('models', 'visionary-mini'));
const pipeline = await DiffusionPipeline.load(folder, { threads: 1 });
const previewer = await openPreviewer(folder, { threads: 1 });
const checker = new ImageChecker();

async function classify({ rgb, width, height }) {
  const how = { purpose: 'preview', deadlineMs: PATIENCE_MS };
  return (await checker.check({ data: rgb, width, height }, how)).classes;
}

async function measure(n) {
  const frames = [];
  const prompt = `a ${THINGS[n % THINGS.length]} ${PLACES[n % PLACES.length]}`;
  const job = { prompt, negative: '', scheduler: 'ddim', steps: Number(steps), guidance: 2, width: 256, height: 256 };
  const { rgb, width, height } = await pipeline.render(
    { ...job, seed: Number(seed) + n },
    { onStep: ({ denoised, size }) => void frames.push({ latents: Float32Array.from(denoised), size }) },
  );
  const final = await classify({ rgb, width, height });
  const perStep = [];
  for (const [step, { latents, size }] of frames.entries()) {
    const classes = await classify(await previewer.render(latents, size));
    perStep.push({ change: changeOf(frames[step - 1]?.latents, latents), classes });
  }
  const veiled = [];
  for (const cells of VEILS) veiled.push(await classify(meansOf({ rgb, width, height }, cells)));
  return { final, perStep, veiled };
}

const all = [];
for (let n = 0; n < Number(images); n++) all.push(await measure(n));
const finals = all.map(({ final }) => final);
const suspicions = finals.map(suspicionOf);
const round = (value) => Math.round(value * 1000) / 1000;
const against = (others) => ({
  sameTopClass: round(others.filter((one, n) => top(one) === top(finals[n])).length / others.length),
  distance: round(others.reduce((sum, one, n) => sum + distance(one, finals[n]), 0) / others.length),
  rankCorrelation: round(rankCorrelation(others.map(suspicionOf), suspicions)),
  ...flagged(others.map(suspicionOf), suspicions),
});
function top(classes) {
  return Object.entries(classes).sort(([, a], [, b]) => b - a)[0][0];
}
const perStep = Array.from({ length: Number(steps) }, (_, step) => ({
  step: step + 1,
  share: round((step + 1) / Number(steps)),
  change: round(all.reduce((sum, one) => sum + Math.min(9, one.perStep[step].change), 0) / all.length),
  ...against(all.map((one) => one.perStep[step].classes)),
}));
const veils = VEILS.map((cells, at) => ({ cells, ...against(all.map((one) => one.veiled[at])) }));
checker.close();
await previewer.release();
await pipeline.release();
console.log(JSON.stringify({ images: all.length, steps: Number(steps), seed: Number(seed), perStep, veils }, null, 2));
