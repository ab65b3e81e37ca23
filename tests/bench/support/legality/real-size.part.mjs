import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';

import { at } from '../../../../tools/paths.mjs';
import { median, rounded } from '../figures.mjs';
import { writeChapter } from '../measures-page.mjs';
import { UnetProcess } from '../real-size/unet-process.mjs';
import { writeUnet } from '../real-size/unet.mjs';
import { LookedAtTake } from './looked-at-take.mjs';
import { realSizeChapter } from './real-size-chapter.mjs';

const STEPS = 20;
const ROUNDS = 3;

/** Alternates a step alone, the checks of a whole take alone, and both at once. */
async function rounds(unet, take) {
  const samples = [];
  for (let round = 0; round <= ROUNDS; round++) {
    // The first step allocates and loads for the others.
    if (round === 0) await unet.step();
    else samples.push(await measured(unet, take));
  }
  return samples;
}

async function measured(unet, take) {
  const standalone = { step: await unet.step(), checks: await take.look(STEPS) };
  const [step, checks] = await Promise.all([unet.step(), take.look(STEPS)]);
  const { preview, final } = take.verdicts;
  return {
    ...{ stepCpuMs: standalone.step.cpuMs, stepMs: standalone.step.wallMs, checksCpuMs: cpuOf(standalone.checks) },
    ...{ checkerCpuMs: standalone.checks.checkerCpuMs, checkerBesideStepCpuMs: checks.checkerCpuMs },
    ...{ checksBesideStepCpuMs: cpuOf(checks), stepBesideChecksMs: step.wallMs, previews: preview, finals: final },
  };
}

const cpuOf = ({ checkerCpuMs, besideCpuMs }) => checkerCpuMs + besideCpuMs;

const medians = (all) =>
  Object.fromEntries(Object.keys(all[0]).map((name) => [name, rounded(median(all.map((one) => one[name])))]));

const loadNow = () => rounded(loadavg()[0], 1);

async function inFolder(folder) {
  const load = [loadNow()];
  const parameters = writeUnet(folder);
  const take = await LookedAtTake.open();
  const unet = await UnetProcess.start(folder);
  try {
    const startCpuMs = await take.start();
    const samples = medians(await rounds(unet, take));
    load.push(loadNow());
    // The worst case: the image checker started for this take, and worked while the engine rendered.
    const checks = startCpuMs + samples.checksBesideStepCpuMs;
    return {
      ...{ parameters, threads: availableParallelism(), steps: STEPS, rounds: ROUNDS, load, ...samples, startCpuMs },
      shareOfCpu: rounded(checks / (checks + STEPS * samples.stepCpuMs), 5),
      shareOfStepsCpu: rounded(checks / (STEPS * samples.stepCpuMs), 5),
      unetPeakMiB: rounded(unet.peakBytes / 2 ** 20),
    };
  } finally {
    unet.end();
    take.end();
  }
}

/** The share of the image checker in a take of a model as large as Stable Diffusion 1.5. Writes its chapter of docs/measures/images.md, too. */
export async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'visionary-real-size-'));
  try {
    const figures = await inFolder(folder);
    writeChapter(at('docs', 'measures', 'images.md'), realSizeChapter(figures));
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
