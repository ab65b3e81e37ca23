import sharp from 'sharp';

import { findDefect } from '../../../../dist/libs/image-check/defects/find-defect.js';
import { ImageChecker } from '../../../../dist/libs/image-check/index.js';
import { at } from '../../../../tools/paths.mjs';
import { median, rounded } from '../figures.mjs';
import { cpuMs, peakBytes } from '../process-figures.mjs';

const SHEET = at('models', 'visionary-mini', 'sheet-48-prompts.webp');
const SIDES = [256, 512, 1024];
const TIMES = 20;
/** Longer than any check: this measures the cost of checks, not deadlines on a busy machine. */
const PATIENCE_MS = 120_000;

async function pixelsOf(side) {
  const data = await sharp(SHEET).resize(side, side, { fit: 'cover' }).removeAlpha().raw().toBuffer();
  return { data: new Uint8Array(data), width: side, height: side };
}

/** CPU time of this process, which does nothing else meanwhile. */
function detectorsMs(image) {
  const times = Array.from({ length: TIMES }, () => {
    const before = process.cpuUsage();
    findDefect(image);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return rounded(median(times), 2);
}

/** CPU time of the image checker process per image, as the kernel counts it. */
async function checkedMs(checker, image, kind) {
  const before = cpuMs(checker.state.pid);
  const began = performance.now();
  for (let turn = 0; turn < TIMES; turn++) await checker.check(image, { what: kind, deadlineMs: PATIENCE_MS });
  return {
    cpuMs: rounded((cpuMs(checker.state.pid) - before) / TIMES, 1),
    wallMs: rounded((performance.now() - began) / TIMES, 1),
  };
}

async function started(image) {
  const checker = new ImageChecker();
  const began = performance.now();
  await checker.check(image, { purpose: 'preview', deadlineMs: PATIENCE_MS });
  const firstVerdictMs = rounded(performance.now() - began);
  return { checker, start: { firstVerdictMs, cpuMs: cpuMs(checker.state.pid) } };
}

/** The image checker: time from startup to the first result, and cost per image after that. */
export async function measure() {
  const images = await Promise.all(SIDES.map(pixelsOf));
  const { checker, start } = await started(images[0]);
  const sizes = {};
  for (const [index, image] of images.entries()) {
    sizes[`${SIDES[index]}x${SIDES[index]}`] = {
      detectorsCpuMs: detectorsMs(image),
      preview: await checkedMs(checker, image, 'preview'),
      final: await checkedMs(checker, image, 'final'),
    };
  }
  const webp = await sharp(SHEET).resize(1024, 1024, { fit: 'cover' }).webp().toBuffer();
  const upload = await checkedMs(checker, webp, 'upload');
  const memory = {
    rssMiB: rounded(checker.state.rssBytes / 2 ** 20),
    peakMiB: rounded(peakBytes(checker.state.pid) / 2 ** 20),
  };
  checker.close();
  return { start, sizes, upload1024: upload, memory };
}
