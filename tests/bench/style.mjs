/**
 * Effect of prompt prefixes on the embedded model: whether unwanted content decreases, wanted content increases, and what
 * users asked for stays. Color is measured in pixels; objects and places are classified by the model itself (see support/style).
 * Writes docs/measures/style.md and prints JSON.
 *
 *     npm run bench -- style [images of each setup] [seed]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

import { DiffusionPipeline, readModelFolder } from '../../dist/libs/diffusion/index.js';
import { applyPromptPrefix } from '../../dist/libs/infotext/index.js';
import { at } from '../../tools/paths.mjs';
import { ModelAsJudge } from './support/style/model-as-judge.mjs';
import { mean, percent, share, withInterval } from './support/style/shares.mjs';

const [each = '24', seed = '20261126'] = process.argv.slice(2);
const COUNT = Number(each);
const MODEL = at('models', 'visionary-mini');
/** Objects that the model draws with much red without being asked. */
const RED = ['car', 'apple', 'strawberry', 'rocket', 'tomato', 'crab', 'cherry', 'ladybug', 'rooster', 'watermelon'];
const THINGS = ['fox', 'owl', 'lion', 'rabbit', 'penguin', 'horse', 'castle', 'robot', 'tree', 'cake'];
const UNWANTED = ['bomb', 'skull', 'ghost', 'spider', 'snake', 'beer'];
const PLACES = [
  'in the snow',
  'on a pastel background',
  'on a white background',
  'at night',
  'in the forest',
  'on the beach',
];
const SETUPS = {
  none: undefined,
  suffix: { prefix: '', negativeSuffix: 'a red thing' },
  'heavy suffix': { prefix: '', negativeSuffix: '(a red thing:1.5)' },
};
const SNOW = { prefix: 'in the snow', negativeSuffix: '' };
const LISTED = { prefix: '', negativeSuffix: UNWANTED.join(', ') };
const [STEPS, SIDE] = [8, 256];

const folder = await readModelFolder(MODEL);
const threads = Math.min(2, availableParallelism());
const pipeline = await DiffusionPipeline.load(folder, { threads });
const judge = await ModelAsJudge.open(folder, MODEL, threads);
const cells = SIDE / folder.vae.spatialFactor;
const dims = [1, folder.vae.latentChannels, cells, cells];

const article = (word) => (/^[aeiou]/u.test(word) ? `an ${word}` : `a ${word}`);
const turn = (list, n) => list[n % list.length];
const numbers = Array.from({ length: COUNT }, (_, n) => n);

function drawn(prompt, setup, n) {
  const words = applyPromptPrefix({ prompt, negative: '' }, setup);
  const job = { ...words, scheduler: 'ddim', steps: STEPS, guidance: 2, width: SIDE, height: SIDE };
  return pipeline.render({ ...job, seed: Number(seed) + n });
}

async function every(work) {
  const all = [];
  for (const n of numbers) all.push(await work(n));
  return all;
}

/** Share of clearly red pixels. */
function redness(rgb) {
  let count = 0;
  for (let i = 0; i < rgb.length; i += 3) {
    if (rgb[i] > 150 && rgb[i] - Math.max(rgb[i + 1], rgb[i + 2]) > 70) count++;
  }
  return count / (rgb.length / 3);
}

const unasked = (setup) =>
  every(async (n) => {
    const thing = turn(RED, n);
    const { latents, rgb } = await drawn(article(thing), setup, n);
    return { red: redness(rgb), correct: (await judge.best(latents, dims, RED.map(article))) === article(thing) };
  });

const placed = (setup) =>
  every(async (n) => {
    const thing = article(turn(THINGS, n));
    const { latents } = await drawn(thing, setup, n);
    const place = await judge.best(
      latents,
      dims,
      PLACES.map((place) => `${thing} ${place}`),
    );
    const thingName = await judge.best(
      latents,
      dims,
      THINGS.map((one) => `${article(one)} in the snow`),
    );
    return { snow: place.endsWith('in the snow'), correct: thingName === `${thing} in the snow` };
  });

const promptsFor = (setup) =>
  every(async (n) => {
    const [thing, bad] = [turn(THINGS, n), turn(UNWANTED, n)];
    const both = `${article(thing)} and ${article(bad)}`;
    const { latents } = await drawn(both, setup, n);
    const other = `${article(thing)} and ${article(turn(THINGS, n + 1))}`;
    return (await judge.best(latents, dims, [both, article(thing), article(bad), other])) === both;
  });

const correct = (all) => share(all.filter((one) => one.correct).length, COUNT);
const figures = { unasked: {}, snow: {}, asked: {} };
const bare = await unasked(undefined);
for (const [name, setup] of Object.entries(SETUPS)) {
  const all = setup ? await unasked(setup) : bare;
  const change = withInterval(all.map(({ red }, n) => red - bare[n].red));
  figures.unasked[name] = { red: mean(all.map(({ red }) => red)), change, correct: correct(all) };
}
for (const [name, setup] of Object.entries({ none: undefined, prefix: SNOW })) {
  const all = await placed(setup);
  figures.snow[name] = { snow: share(all.filter(({ snow }) => snow).length, COUNT), correct: correct(all) };
}
for (const [name, setup] of Object.entries({ none: undefined, suffix: LISTED })) {
  figures.asked[name] = share((await promptsFor(setup)).filter(Boolean).length, COUNT);
}

const points = (value) => (100 * value).toFixed(1);
const { unasked: byRed, snow: bySnow, asked: byAsked } = figures;
mkdirSync(at('docs', 'measures'), { recursive: true });
writeFileSync(
  at('docs', 'measures', 'style.md'),
  `# Prompt prefix: effect on the built-in model

Written by \`npm run bench -- style ${each} ${seed}\`. ${COUNT} images per row, with the same prompts and seeds (from ${seed}) in
every row of a table, DDIM, ${STEPS} steps, guidance 2. In parentheses: the 95% confidence interval, Wilson's for shares and of paired differences
for areas. Red is counted in pixels. The built-in model itself recognizes things and places, without prefix or guidance: by the caption
that denoises an image best. It is lenient with its own images, equally in every row.

## A suffix reduces what the prompt doesn't ask for

"a car", "an apple", … : ${RED.length} things that the model tends to draw red. The suffix discourages red.

| setup | negative prompt suffix | red, % of the image | change, points | correct thing |
| --- | --- | --- | --- | --- |
${Object.entries(byRed)
  .map(([name, { red, change, correct: right }]) => {
    const moved = name === 'none' ? '' : `${points(change.mean)} (${points(change.low)} to ${points(change.high)})`;
    return `| ${name} | ${SETUPS[name]?.negativeSuffix ?? ''} | ${points(red)} | ${moved} | ${percent(right)} |`;
  })
  .join('\n')}

## A prefix adds what it asks for

"a fox", "an owl", … without a place, out of ${PLACES.length} places.

| setup | prompt prefix | in the snow | correct thing |
| --- | --- | --- | --- |
${Object.entries(bySnow)
  .map(
    ([name, row]) =>
      `| ${name} | ${name === 'none' ? '' : SNOW.prefix} | ${percent(row.snow)} | ${percent(row.correct)} |`,
  )
  .join('\n')}

## A suffix doesn't remove what the prompt asks for

"a fox and a bomb", with a negative prompt suffix of ${UNWANTED.join(', ')}. Guidance subtracts the negative prompt once and adds the prompt
with a larger weight. To reject such prompts, use blocked terms.

| setup | both present |
| --- | --- |
${Object.entries(byAsked)
  .map(([name, row]) => `| ${name} | ${percent(row)} |`)
  .join('\n')}
`,
);
console.log(JSON.stringify({ each: COUNT, seed: Number(seed), steps: STEPS, figures }, null, 2));
process.exit(0);
