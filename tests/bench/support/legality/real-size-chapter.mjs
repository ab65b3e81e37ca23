export const REAL_SIZE = '## CPU cost of the image check';

const seconds = (ms) => (ms / 1000).toFixed(1);

/** For docs/measures/images.md. */
export const realSizeChapter = (figures) => `${REAL_SIZE}

Written by \`npm run bench -- legality real-size\`; medians of ${figures.rounds} after one warm-up step, load ${figures.load.join(' before and ')} after.

| CPU time | s |
| --- | ---: |
| one UNet step | ${seconds(figures.stepCpuMs)} |
| ${figures.steps} UNet steps | ${seconds(figures.steps * figures.stepCpuMs)} |
| start of the image checker | ${seconds(figures.startCpuMs)} |
| all checks of a take, on their own | ${seconds(figures.checksCpuMs)} |
| all checks of a take, during a step | ${seconds(figures.checksBesideStepCpuMs)} |

Starting the image checker and checking during a step takes **${(100 * figures.shareOfStepsCpu).toFixed(2)} %** of the CPU time of ${figures.steps} steps. One step takes ${seconds(figures.stepMs)} s on
${figures.threads} threads, and ${seconds(figures.stepBesideChecksMs)} s while all checks of a take run.

The UNet has Stable Diffusion 1.5's layers and its ${(figures.parameters / 1e6).toFixed(1)} million parameters, in float32, for 512x512 with guidance. It runs
with the renderer's settings in a process like the renderer's. The differences: its weights are noise (windows on one file, which
the runtime packs into its own memory), its shapes are fixed, and it renders no image. Text encoder, VAE, and previews are left
out, so a real take costs more and the share is smaller. The checks are those of the renderer for a take whose every step is
shown and whose preview is clear enough to check as early as possible: ${figures.previews} previews checked at 256x256, the largest size, the others blurred, and the final
image at 512x512, once for defects and once by the classifier.
`;
