import { globSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { readPngText } from '@visionary/infotext';
import type { RenderJob } from '../../libs/generation/domain/renderer-protocol.js';
import { TINY_SD } from '../golden/vectors.js';
import { changeJson, modelCopy, putFile } from '../support/model-copy.js';
import { RendererChild } from '../support/renderer-child.js';

const JOB: RenderJob = {
  prompt: 'a photo of an astronaut',
  negative: 'blurry',
  scheduler: 'dpmpp_2m',
  steps: 4,
  guidance: 7.5,
  width: 64,
  height: 64,
  seed: 42,
  batch: 1,
};

describe('the renderer process', () => {
  let renderer: RendererChild;
  beforeAll(async () => {
    renderer = await RendererChild.start();
  });

  it('[E1] reports every step, then a PNG with its generation data', async () => {
    const end = await renderer.render('watched', TINY_SD, JOB, { sendFrames: true });
    if (end.type !== 'finished') throw new Error(JSON.stringify(end));
    const steps = renderer.stepsOf('watched');
    // A step that ends before the frame of the one before is decoded has none.
    const frame = steps.find((one) => one.frame)?.frame;
    expect(frame).toMatchObject({ mime: 'image/webp', width: 8, height: 8 });
    expect(steps.map((one) => one.step)).toEqual(steps.map((one) => one.step).toSorted());
    expect(await sharp(frame!.bytes).metadata()).toMatchObject({ format: 'webp', width: 8, height: 8 });
    const [image] = end.images;
    expect(await sharp(image!.png).metadata()).toMatchObject({ format: 'png', width: 64, height: 64 });
    const texts = readPngText(image!.png);
    expect(texts.get('parameters')).toBe(
      'a photo of an astronaut\nNegative prompt: blurry\nSteps: 4, Sampler: DPM++ 2M, Schedule type: Uniform, CFG scale: 7.5, Seed: 42, ' +
        `Size: 64x64, Model hash: ${end.record.modelHash.slice(0, 10)}, Model: tiny`,
    );
    expect(JSON.parse(texts.get('visionary')!)).toMatchObject({ job: JOB, modelHash: end.record.modelHash });
  });

  it('[E2] renders the same bytes again, alone or in a batch', async () => {
    const batch = await renderer.render('batch', TINY_SD, { ...JOB, seed: 2 ** 32 - 1, batch: 2 });
    const alone = await renderer.render('alone', TINY_SD, { ...JOB, seed: 0 });
    if (batch.type !== 'finished' || alone.type !== 'finished') throw new Error('a take did not finish');
    expect(batch.images.map((one) => one.seed)).toEqual([2 ** 32 - 1, 0]);
    expect(Buffer.from(batch.images[1]!.png).equals(Buffer.from(alone.images[0]!.png))).toBe(true);
    expect(Buffer.from(batch.images[0]!.png).equals(Buffer.from(alone.images[0]!.png))).toBe(false);
  });

  it('[E3] renders frames only while someone watches, and one at once for a new viewer', async () => {
    const job = { ...JOB, steps: 150 };
    const second = renderer.waitForReport('step', (step) => step.takeId === 'unwatched' && step.step === 2);
    const ended = renderer.render('unwatched', TINY_SD, job);
    await second;
    expect(renderer.stepsOf('unwatched').some((step) => step.frame)).toBe(false);
    const framed = renderer.waitForReport('step', (step) => step.takeId === 'unwatched' && step.frame !== undefined);
    renderer.send({ type: 'watch', takeId: 'unwatched', sendFrames: true });
    const before = renderer.stepsOf('unwatched').at(-1)!.step;
    // Steps of the tiny model take milliseconds, and some pass until the message arrives.
    expect((await framed).step).toBeLessThanOrEqual(before + 50);
    expect((await ended).type).toBe('finished');
  });

  it('[G113] decodes the steps of a finished take while another one waits between its steps', async () => {
    await renderer.render('replayed', TINY_SD, JOB);
    const job = { ...JOB, steps: 100 };
    const alone = await renderer.render('at full speed', TINY_SD, job);
    const ended = renderer.render('paced', TINY_SD, job);
    // Ended by the next pace.
    renderer.send({ type: 'pace', takeId: 'paced', stepMs: 600_000 });
    const replay = renderer.waitForReport('replay', ({ requestId }) => requestId === 1);
    renderer.send({ type: 'replay', requestId: 1, takeId: 'replayed', imageIndex: 0 });
    expect((await replay).sheet?.steps).toEqual([1, 2, 3, 4]);
    expect(renderer.stepsOf('paced').length).toBeLessThan(job.steps);
    renderer.send({ type: 'pace', takeId: 'paced', stepMs: 0 });
    const end = await ended;
    if (end.type !== 'finished' || alone.type !== 'finished') throw new Error('a take did not finish');
    expect(Buffer.from(end.images[0]!.png).equals(Buffer.from(alone.images[0]!.png))).toBe(true);
  });

  it('[E4] cancels between two steps and renders the next take', async () => {
    const job = { ...JOB, steps: 100 };
    const first = renderer.waitForReport('step', (step) => step.takeId === 'cancelled');
    const ended = renderer.render('cancelled', TINY_SD, job);
    const following = renderer.render('following', TINY_SD, JOB);
    await first;
    renderer.send({ type: 'cancel', takeId: 'cancelled' });
    const end = await ended;
    expect(end).toMatchObject({ type: 'cancelled' });
    expect(renderer.stepsOf('cancelled').length).toBeLessThan(20);
    expect((await following).type).toBe('finished');
  });

  it('[E5] counts tokens while it renders', async () => {
    const first = renderer.waitForReport('step', (step) => step.takeId === 'counting');
    const ended = renderer.render('counting', TINY_SD, { ...JOB, steps: 150 });
    await first;
    const counted = renderer.waitForReport('counted', (report) => report.requestId === 7);
    renderer.send({ type: 'count', requestId: 7, modelDir: TINY_SD, texts: ['a photo', '', 'a '.repeat(90)] });
    expect((await counted).counts).toEqual([
      { tokens: 2, limit: 75 },
      { tokens: 0, limit: 75 },
      { tokens: 90, limit: 150 },
    ]);
    expect(
      renderer.reports.some(
        (report) => 'takeId' in report && report.type === 'finished' && report.takeId === 'counting',
      ),
    ).toBe(false);
    await ended;
  });

  it.each([
    ['a size between two latent cells', 'RENDER_OUT_OF_RANGE', 'multiples of 8', { width: 60 }],
    ['a scheduler nobody knows', 'RENDER_OUT_OF_RANGE', 'no scheduler nonsense', { scheduler: 'nonsense' }],
  ])('[E6] rejects %s', async (title, code, detail, change) => {
    const end = await renderer.render(title, TINY_SD, { ...JOB, ...change });
    expect(end).toMatchObject({ type: 'failed', code, detail: expect.stringContaining(detail) });
  });

  it('[E6] names the invalid file of a model, and keeps running', async () => {
    const missing = await renderer.render('no folder', join(tmpdir(), 'there-is-no-such-model'), JOB);
    expect(missing).toMatchObject({ type: 'failed', code: 'MODEL_FOLDER_INVALID' });
    const dir = await modelCopy();
    await putFile(dir, 'unet/model.onnx', 'this is no graph');
    const broken = await renderer.render('no graph', dir, JOB);
    expect(broken).toMatchObject({ type: 'failed', code: 'MODEL_FOLDER_INVALID' });
    expect(broken).toMatchObject({ detail: expect.stringContaining('unet/model.onnx') });
    expect((await renderer.render('whole', TINY_SD, JOB)).type).toBe('finished');
  });

  it('[E7] never finishes a take with a corrupt image', async () => {
    const dir = await modelCopy();
    await changeJson(dir, 'vae_decoder/config.json', { scaling_factor: 1e-37 });
    expect(await renderer.render('overflow', dir, JOB)).toMatchObject({ type: 'failed', code: 'RENDER_NAN' });
  });
});

describe('exit of the renderer process', () => {
  it('[E8] exits when the channel closes during a take', async () => {
    const renderer = await RendererChild.start();
    const first = renderer.waitForReport('step');
    renderer.render('orphan', TINY_SD, { ...JOB, steps: 100 }).catch(() => undefined);
    await first;
    const exited = renderer.exited();
    renderer.process.disconnect();
    expect(await exited).toBe(0);
  });

  it('[E8] exits on a shutdown command', async () => {
    const renderer = await RendererChild.start();
    const exited = renderer.exited();
    renderer.send({ type: 'shutdown' });
    expect(await exited).toBe(0);
  });
});

describe('programs that start often', () => {
  it('[E104] are joined from their modules, except what loads the runtime of ONNX', () => {
    const programs = globSync('dist/apps/*/src/**/{main,engine-thread}.js');
    expect(programs.length).toBeGreaterThan(8);
    const imports = programs.flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/^import .*?"(\.[^"]+)";$/gm)].map(([, name = '']) => name),
    );
    expect(imports.filter((name) => !/^[./]+\/(chunks|libs\/onnxruntime)\//.test(name))).toEqual([]);
  });
});
