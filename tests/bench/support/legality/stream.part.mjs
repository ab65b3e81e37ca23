import { randomUUID } from 'node:crypto';

import sharp from 'sharp';

import { ImageChecker } from '../../../../dist/libs/image-check/index.js';
import { at } from '../../../../tools/paths.mjs';
import { openRoom, startServer } from '../bench-server.mjs';
import { median, rounded } from '../figures.mjs';
import { cpuMs, imageCheckerOf, rendererOf } from '../process-figures.mjs';
import { convolutionCpuMs } from './convolution.mjs';

const MODEL = at('models', 'visionary-mini');
const SHEET = at('models', 'visionary-mini', 'sheet-48-prompts.webp');
const STEPS = 20;
const ROUNDS = 9;
const CHECKED = 12;
/** Longer than any check: this measures the cost of checks, not deadlines on a busy machine. */
const PATIENCE_MS = 120_000;

/** Preview frames may be checked from 2/5 of the steps on, and the final image always is. */
const MAX_PREVIEWS = Math.ceil(STEPS * 0.6);

/**
 * A call of Stable Diffusion 1.5's UNet for 512 x 512 pixels: 3.4e11 multiplications, as operation counters of PyTorch report;
 * a step with guidance is two calls.
 */
const MULTIPLICATIONS_A_STEP = 2 * 3.4e11;

async function begun(checks) {
  const server = await startServer(MODEL, { IMAGE_CHECK: checks });
  const room = await openRoom(server.url);
  await room.ask('rooms.open', { roomId: room.roomId });
  const { models } = await (await fetch(`${server.url}/api/models`)).json();
  const { recommended } = models.find(({ id }) => id === 'visionary-mini');
  const end = () => (room.socket.disconnect(), server.end());
  return { ...{ room, recommended, end, pid: server.pid } };
}

/** CPU time of a renderer and of its image checker, if it has started. */
function spentBy({ pid }) {
  const renderer = rendererOf(pid);
  const checker = imageCheckerOf(renderer);
  return { renderer: cpuMs(renderer), checker: Number.isNaN(checker) ? 0 : cpuMs(checker) };
}

async function take(server, seed) {
  const { room, recommended } = server;
  const settings = { ...recommended, steps: STEPS, seed };
  const before = spentBy(server);
  const began = performance.now();
  const ended = new Promise((resolve, reject) =>
    room.socket.once('generation.finished', resolve).once('generation.failed', reject),
  );
  await room.ask('jam.render', {
    ...{ roomId: room.roomId, clientId: randomUUID(), prompt: 'a red fox in the snow', negative: '', settings },
  });
  await ended;
  const wallMs = performance.now() - began;
  const after = spentBy(server);
  return { wallMs, rendererCpuMs: after.renderer - before.renderer, checkerCpuMs: after.checker - before.checker };
}

const medians = (takes) =>
  Object.fromEntries(Object.keys(takes[0]).map((name) => [name, rounded(median(takes.map((one) => one[name])))]));

/** Takes of the embedded model, alternating with and without the image checker. */
async function embedded() {
  const [on, off] = [await begun('on'), await begun('off')];
  const takes = { on: [], off: [] };
  try {
    for (let round = 0; round <= ROUNDS; round++) {
      const [checked, bare] = [await take(on, round + 1), await take(off, round + 1)];
      // The first ones start the processes.
      if (round === 0) continue;
      takes.on.push(checked);
      takes.off.push(bare);
    }
  } finally {
    await on.end();
    await off.end();
  }
  const samples = { on: medians(takes.on), off: medians(takes.off) };
  const totalCpuMs = samples.on.rendererCpuMs + samples.on.checkerCpuMs;
  return { ...samples, checkerShareOfCpu: rounded(samples.on.checkerCpuMs / totalCpuMs, 3) };
}

async function verdictCpuMs(checker, what) {
  const data = await sharp(SHEET).resize(512, 512, { fit: 'cover' }).removeAlpha().raw().toBuffer();
  const image = { data: new Uint8Array(data), width: 512, height: 512 };
  await checker.check(image, { what, deadlineMs: PATIENCE_MS });
  const before = cpuMs(checker.state.pid);
  for (let turn = 0; turn < CHECKED; turn++) await checker.check(image, { what, deadlineMs: PATIENCE_MS });
  return (cpuMs(checker.state.pid) - before) / CHECKED;
}

/**
 * The share in a take of a model as large as Stable Diffusion 1.5, at 512 x 512. Computed, not rendered: from what a check
 * costs here, and from how fast this machine computes the most frequent convolution of such a UNet, without its other
 * operations. So the share is an upper estimate.
 */
async function realSize() {
  const checker = new ImageChecker();
  const [previewCpuMs, finalCpuMs] = [await verdictCpuMs(checker, 'preview'), await verdictCpuMs(checker, 'final')];
  checker.close();
  const convolution = await convolutionCpuMs();
  const perMs = convolution.multiplications / convolution.cpuMs;
  const stepCpuMs = MULTIPLICATIONS_A_STEP / perMs;
  const checkedCpuMs = MAX_PREVIEWS * previewCpuMs + finalCpuMs;
  return {
    ...{ previewCpuMs: rounded(previewCpuMs, 1), finalCpuMs: rounded(finalCpuMs, 1), previews: MAX_PREVIEWS },
    ...{ stepCpuMs: rounded(stepCpuMs), gigaMultiplicationsASecond: rounded(perMs / 1e6, 1) },
    checkerShareOfCpu: rounded(checkedCpuMs / (checkedCpuMs + STEPS * stepCpuMs), 5),
  };
}

/** The share of image checks in the cost of a take. */
export async function measure() {
  return { steps: STEPS, rounds: ROUNDS, embedded: await embedded(), computedFor512: await realSize() };
}
