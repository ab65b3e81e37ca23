/**
 * Overhead around the engine: takes of a real server with 0, 1, and 200 watching clients, compared with
 * the bare sum of model calls under the same conditions; at a few milliseconds per step and at about two hundred. Rounds
 * alternate and medians are printed, because a machine is never idle.
 *
 *     npm run bench -- engine [modelDir] [rounds] [watchers]
 */
import { cpus, loadavg } from 'node:os';
import { basename, resolve } from 'node:path';

import { readModelFolder } from '../../dist/libs/diffusion/index.js';
import { BareProcess } from './support/bare-process.mjs';
import { benchModels, modelBytes, recommended } from './support/bench-models.mjs';
import { mean, median, rounded } from './support/figures.mjs';
import { previewCpu } from './support/preview-cpu.mjs';
import { psnr } from './support/psnr.mjs';
import { RendererProcess } from './support/renderer-process.mjs';
import { ServedTakes } from './support/served-takes.mjs';
import { typescriptPart } from './support/typescript-part.mjs';

const [model = 'models/visionary-mini', roundsAsked = '7', crowd = '200'] = process.argv.slice(2);
const modelDir = resolve(model);
const rounds = Number(roundsAsked);
const WATCHERS = [0, 1, Number(crowd)];
const WORDS = { prompt: 'a red fox in the snow', negative: '' };
/** Few cells for a fast step; for a slow one as many as take about this many milliseconds. */
const QUICK_CELLS = 8;
const QUICK_STEPS = 50;
const SLOW_MS = 200;
const SLOW_STEPS = 10;
const SLOW_CELLS = [24, 32, 40, 48, 64, 80, 96];

const { vae } = await readModelFolder(modelDir);
const usual = recommended(modelDir);
const sized = (cells, steps) => ({ width: cells * vae.spatialFactor, height: cells * vae.spatialFactor, steps });

async function bareOf(dir, size) {
  return BareProcess.start({ modelDir: dir, guidance: usual.guidance, ...size });
}

/** The smallest size whose step takes about this long, otherwise the last one. */
async function slowSize() {
  for (const cells of SLOW_CELLS) {
    const size = sized(cells, 3);
    const bareRun = await bareOf(modelDir, size);
    const stepMs = Math.min(...(await bareRun.measure()).stepMs);
    bareRun.end();
    if (stepMs >= SLOW_MS * 0.8) return sized(cells, SLOW_STEPS);
  }
  return sized(SLOW_CELLS.at(-1), SLOW_STEPS);
}

/** Alternates a bare run with a take for each number of watchers. */
async function compare(dir, size) {
  const bareRun = await bareOf(dir, size);
  const served = await ServedTakes.start(dir);
  const samples = { bare: [], ...Object.fromEntries(WATCHERS.map((count) => [count, []])) };
  try {
    const settings = { ...usual, ...size, model: basename(dir), seed: 1, batch: 1 };
    await served.take(settings, WORDS, 0);
    for (let round = 1; round <= rounds; round++) {
      samples.bare.push(await bareRun.measure());
      for (const count of WATCHERS) {
        await served.be(count);
        samples[count].push(await served.take({ ...settings, seed: round }, WORDS, count));
      }
    }
  } finally {
    bareRun.end();
    await served.end();
  }
  return { size, seen: samples, preview: await previewCpu(dir, { ...usual, ...WORDS, ...size, seed: 1 }) };
}

function summaryOf({ size, seen: samples, preview }) {
  const ratioOf = (count, read) =>
    rounded(median(samples[count].map((take, round) => read(take) / samples.bare[round].ms)), 3);
  const byWatchers = (read) => Object.fromEntries(WATCHERS.map((count) => [`watchers${count}`, read(count)]));
  const frames = samples[1].reduce((sum, take) => sum + take.frames, 0);
  const crowdFrames = samples[WATCHERS[2]].map((take) => take.frames);
  return {
    size: `${size.width}x${size.height}`,
    steps: size.steps,
    bareStepMs: rounded(median(samples.bare.flatMap(({ stepMs }) => stepMs)), 2),
    bareMs: rounded(median(samples.bare.map(({ ms }) => ms))),
    // In the renderer, with the model in memory.
    rendererOverBare: byWatchers((count) => ratioOf(count, ({ rendererMs }) => rendererMs)),
    // In the server, from the command to the stored image and the recorded end.
    takeOverBare: byWatchers((count) => ratioOf(count, ({ takeMs }) => takeMs)),
    previews: {
      perTake: rounded(frames / rounds, 1),
      perTakeInTheCrowd: rounded(median(crowdFrames), 1),
      bytes: median(samples[1].flatMap(({ bytes }) => bytes)),
      source: preview.source,
      cpuMs: rounded(preview.cpuMs, 2),
    },
  };
}

/** Time from startup to the first step, quality of previews, and memory. */
async function standalone() {
  const job = { ...usual, ...WORDS, seed: 1, batch: 1 };
  const began = performance.now();
  const renderer = new RendererProcess();
  await renderer.nextReport(({ type }) => type === 'ready');
  const readyMs = performance.now() - began;
  const empty = renderer.peakBytes();
  const { frames, png, firstStepMs, record } = await renderer.take(modelDir, job, true);
  const likeness = await Promise.all(frames.map(({ bytes }) => psnr(bytes, png)));
  const peak = renderer.peakBytes();
  renderer.end();
  return {
    size: `${job.width}x${job.height}`,
    startUp: {
      ...{ readyMs: rounded(readyMs), loadMs: record.loadMs },
      firstStepMs: rounded(readyMs + firstStepMs),
    },
    previewPsnr: {
      mean: rounded(mean(likeness), 1),
      last: rounded(likeness.at(-1), 1),
      seenSteps: frames.map(({ step }) => step),
    },
    memory: {
      modelMiB: rounded(modelBytes(modelDir) / 2 ** 20, 1),
      peakRssMiB: rounded(peak / 2 ** 20),
      peakRssOverModel: rounded(peak / modelBytes(modelDir), 1),
      // The process itself, with the runtime and the image encoder, before it loads any model.
      emptyRssMiB: rounded(empty / 2 ** 20),
      growthOverModel: rounded((peak - empty) / modelBytes(modelDir), 1),
    },
  };
}

const quick = sized(QUICK_CELLS, QUICK_STEPS);
const slow = await slowSize();
const models = benchModels(modelDir, { quick, slow });
try {
  const figures = {
    ...{ model, cores: cpus().length, rounds, loadAverage: rounded(loadavg()[0], 1) },
    quick: summaryOf(await compare(models.dirOf('quick'), quick)),
    slow: summaryOf(await compare(models.dirOf('slow'), slow)),
    alone: await standalone(),
    typescriptMsPerStep: rounded(await typescriptPart(modelDir, { ...usual, ...WORDS, seed: 1 }, 3), 3),
  };
  console.log(JSON.stringify(figures, null, 2));
} finally {
  models.end();
}
