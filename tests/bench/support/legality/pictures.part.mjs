import sharp from 'sharp';

import { findFault } from '../../../../dist/libs/judging/broken/find-fault.js';
import { PictureJudge } from '../../../../dist/libs/judging/index.js';
import { at } from '../../../../tools/paths.mjs';
import { median, rounded } from '../figures.mjs';
import { cpuMs, peakBytes } from '../process-figures.mjs';

const SHEET = at('models', 'visionary-mini', 'sheet-48-prompts.webp');
const SIDES = [256, 512, 1024];
const TIMES = 20;
/** Far beyond any: this measures what judging costs, not who comes too late on a busy machine. */
const PATIENCE_MS = 120_000;

async function pixelsOf(side) {
  const data = await sharp(SHEET).resize(side, side, { fit: 'cover' }).removeAlpha().raw().toBuffer();
  return { data: new Uint8Array(data), width: side, height: side };
}

/** Of this process, which does nothing else meanwhile. */
function detectorsMs(picture) {
  const times = Array.from({ length: TIMES }, () => {
    const before = process.cpuUsage();
    findFault(picture);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return rounded(median(times), 2);
}

/** CPU of the judge's process for each of many pictures, as the kernel counts it. */
async function judgedMs(judge, picture, what) {
  const before = cpuMs(judge.state.pid);
  const began = performance.now();
  for (let turn = 0; turn < TIMES; turn++) await judge.judge(picture, { what, deadlineMs: PATIENCE_MS });
  return {
    cpuMs: rounded((cpuMs(judge.state.pid) - before) / TIMES, 1),
    wallMs: rounded((performance.now() - began) / TIMES, 1),
  };
}

async function started(picture) {
  const judge = new PictureJudge();
  const began = performance.now();
  await judge.judge(picture, { what: 'preview', deadlineMs: PATIENCE_MS });
  const firstVerdictMs = rounded(performance.now() - began);
  return { judge, start: { firstVerdictMs, cpuMs: cpuMs(judge.state.pid) } };
}

/** The judge of pictures: from nothing to the first verdict, and what a picture costs once it is there. */
export async function measure() {
  const pictures = await Promise.all(SIDES.map(pixelsOf));
  const { judge, start } = await started(pictures[0]);
  const sizes = {};
  for (const [index, picture] of pictures.entries()) {
    sizes[`${SIDES[index]}x${SIDES[index]}`] = {
      detectorsCpuMs: detectorsMs(picture),
      preview: await judgedMs(judge, picture, 'preview'),
      final: await judgedMs(judge, picture, 'final'),
    };
  }
  const webp = await sharp(SHEET).resize(1024, 1024, { fit: 'cover' }).webp().toBuffer();
  const upload = await judgedMs(judge, webp, 'upload');
  const memory = {
    rssMiB: rounded(judge.state.rssBytes / 2 ** 20),
    peakMiB: rounded(peakBytes(judge.state.pid) / 2 ** 20),
  };
  judge.close();
  return { start, sizes, upload1024: upload, memory };
}
