import { DiffusionPipeline, encodeFrame, openPreviewer, readModelFolder } from '../../../dist/libs/diffusion/index.js';

const PREVIEWS = 200;
/** The setting of the renderer, whose engine works at the same time. */
const THREADS = 1;

/** Mean CPU time of one encoded preview frame alone, in milliseconds. */
export async function previewCpu(modelDir, job) {
  const folder = await readModelFolder(modelDir);
  const lastFrame = await lastStep(folder, job);
  const previewer = await openPreviewer(folder, { threads: THREADS });
  try {
    const make = async () => encodeFrame(await previewer.render(lastFrame.denoised, lastFrame.size));
    for (let warm = 0; warm < PREVIEWS / 10; warm++) await make();
    const before = process.cpuUsage();
    for (let one = 0; one < PREVIEWS; one++) await make();
    const { user, system } = process.cpuUsage(before);
    return { source: previewer.source, cpuMs: (user + system) / 1000 / PREVIEWS };
  } finally {
    await previewer.release();
  }
}

async function lastStep(folder, job) {
  const pipeline = await DiffusionPipeline.load(folder);
  let lastFrame;
  try {
    await pipeline.render({ ...job, steps: 2 }, { onStep: (step) => (lastFrame = step) });
  } finally {
    await pipeline.release();
  }
  return lastFrame;
}
