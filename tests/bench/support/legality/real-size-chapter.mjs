export const REAL_SIZE = '## What looking costs';

const seconds = (ms) => (ms / 1000).toFixed(1);

/** For docs/measures/pictures.md. */
export const realSizeChapter = (told) => `${REAL_SIZE}

Written by \`npm run bench -- legality real-size\`; medians of ${told.rounds} after a step to warm up, load ${told.load.join(' before and ')} after.

| CPU time | s |
| --- | ---: |
| a step of the UNet | ${seconds(told.stepCpuMs)} |
| ${told.steps} steps of it | ${seconds(told.steps * told.stepCpuMs)} |
| starting the judge | ${seconds(told.startCpuMs)} |
| all checks of a take, nothing beside them | ${seconds(told.checksCpuMs)} |
| all checks of a take, beside a step | ${seconds(told.checksBesideStepCpuMs)} |

Starting the judge and the checks beside a step are **${(100 * told.shareOfStepsCpu).toFixed(2)} %** of what ${told.steps} steps take. A step alone lasts ${seconds(told.stepMs)} s on
${told.threads} threads; one with a whole take's checks beside it ${seconds(told.stepBesideChecksMs)} s.

The UNet has Stable Diffusion 1.5's layers and its ${(told.parameters / 1e6).toFixed(1)} million parameters, in single precision, for 512x512 with guidance, run
with the renderer's settings in a process like the renderer's. What differs: its weights are noise (windows on one file, which
the runtime packs into memory of its own), its shapes are fixed, and nothing is drawn; text encoder, VAE and previews are left
out, so a real take costs more and the share is smaller. The checks are the renderer's own for a take whose every step is
shown and settles as early as may be: ${told.previews} previews judged at 256x256, the largest there are, the rest blurred, and at 512x512
the picture at the end, once for faults and once by the judge.
`;
