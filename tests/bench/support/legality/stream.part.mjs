import { randomUUID } from 'node:crypto';

import sharp from 'sharp';

import { PictureJudge } from '../../../../dist/libs/judging/index.js';
import { at } from '../../../../tools/paths.mjs';
import { openRoom, startServer } from '../bench-server.mjs';
import { median, rounded } from '../figures.mjs';
import { cpuMs, judgeOf, rendererOf } from '../process-figures.mjs';
import { convolutionCpuMs } from './convolution.mjs';

const MODEL = at('models', 'visionary-mini');
const SHEET = at('models', 'visionary-mini', 'sheet-48-prompts.webp');
const STEPS = 20;
const ROUNDS = 9;
const JUDGED = 12;
/** Far beyond any: this measures what judging costs, not who comes too late on a busy machine. */
const PATIENCE_MS = 120_000;

/** From two fifths of the steps on each preview may be judged, and the picture at the end is. */
const PREVIEWS_AT_MOST = Math.ceil(STEPS * 0.6);

/**
 * A call of Stable Diffusion 1.5's UNet for 512 x 512 pixels: 3.4e11 multiplications, as counters of PyTorch's operations tell;
 * a step with guidance is two calls.
 */
const MULTIPLICATIONS_A_STEP = 2 * 3.4e11;

async function begun(checks) {
  const server = await startServer(MODEL, { PICTURE_CHECK: checks });
  const room = await openRoom(server.url);
  await room.ask('rooms.open', { roomId: room.roomId });
  const { models } = await (await fetch(`${server.url}/api/models`)).json();
  const { recommended } = models.find(({ id }) => id === 'visionary-mini');
  const end = () => (room.socket.disconnect(), server.end());
  return { ...{ room, recommended, end, pid: server.pid } };
}

/** CPU of a renderer and of the judge beside it, if there is one by now. */
function spentBy({ pid }) {
  const renderer = rendererOf(pid);
  const judge = judgeOf(renderer);
  return { renderer: cpuMs(renderer), judge: Number.isNaN(judge) ? 0 : cpuMs(judge) };
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
  return { wallMs, rendererCpuMs: after.renderer - before.renderer, judgeCpuMs: after.judge - before.judge };
}

const medians = (takes) =>
  Object.fromEntries(Object.keys(takes[0]).map((name) => [name, rounded(median(takes.map((one) => one[name])))]));

/** Takes of the embedded model, with the judge and without, one after the other in turns. */
async function embedded() {
  const [on, off] = [await begun('on'), await begun('off')];
  const takes = { on: [], off: [] };
  try {
    for (let round = 0; round <= ROUNDS; round++) {
      const [checked, bare] = [await take(on, round + 1), await take(off, round + 1)];
      // The first ones start what is there from then on.
      if (round === 0) continue;
      takes.on.push(checked);
      takes.off.push(bare);
    }
  } finally {
    await on.end();
    await off.end();
  }
  const seen = { on: medians(takes.on), off: medians(takes.off) };
  const whole = seen.on.rendererCpuMs + seen.on.judgeCpuMs;
  return { ...seen, judgeShareOfCpu: rounded(seen.on.judgeCpuMs / whole, 3) };
}

async function verdictCpuMs(judge, what) {
  const data = await sharp(SHEET).resize(512, 512, { fit: 'cover' }).removeAlpha().raw().toBuffer();
  const picture = { data: new Uint8Array(data), width: 512, height: 512 };
  await judge.judge(picture, { what, deadlineMs: PATIENCE_MS });
  const before = cpuMs(judge.state.pid);
  for (let turn = 0; turn < JUDGED; turn++) await judge.judge(picture, { what, deadlineMs: PATIENCE_MS });
  return (cpuMs(judge.state.pid) - before) / JUDGED;
}

/**
 * The share in a take of a model as large as Stable Diffusion 1.5, at 512 x 512. Computed, not rendered: from what a verdict
 * costs here, and from how fast this machine multiplies in the convolution that such a UNet has most of, without what it
 * does beside multiplying. So the share is rather told too high than too low.
 */
async function realSize() {
  const judge = new PictureJudge();
  const [previewCpuMs, finalCpuMs] = [await verdictCpuMs(judge, 'preview'), await verdictCpuMs(judge, 'final')];
  judge.close();
  const convolution = await convolutionCpuMs();
  const perMs = convolution.multiplications / convolution.cpuMs;
  const stepCpuMs = MULTIPLICATIONS_A_STEP / perMs;
  const judgedCpuMs = PREVIEWS_AT_MOST * previewCpuMs + finalCpuMs;
  return {
    ...{ previewCpuMs: rounded(previewCpuMs, 1), finalCpuMs: rounded(finalCpuMs, 1), previews: PREVIEWS_AT_MOST },
    ...{ stepCpuMs: rounded(stepCpuMs), gigaMultiplicationsASecond: rounded(perMs / 1e6, 1) },
    judgeShareOfCpu: rounded(judgedCpuMs / (judgedCpuMs + STEPS * stepCpuMs), 5),
  };
}

/** What looking at a take in the stream costs, of all that the take costs. */
export async function measure() {
  return { steps: STEPS, rounds: ROUNDS, embedded: await embedded(), computedFor512: await realSize() };
}
