import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { parseImageRecord, readPngText } from '@visionary/infotext';
import type { RenderJob } from '../../libs/generation/domain/renderer-protocol.js';
import { largestDifference, TINY_SD } from '../golden/vectors.js';
import { builtProgram } from '../../libs/sandbox/built-program.js';
import { tryApart } from '../../apps/renderer/src/devices/try-apart.js';

import { DEADLINE_MS } from '../support/deadlines.js';
import { newModelCache } from '../support/hub-files.js';
import { programPid } from '../support/program-pid.js';
import { attemptRequest, embeddedTransport, TransportListener } from '../support/renderer-transports.js';
import { RendererChild } from '../support/renderer-child.js';
import { freshFolder } from '../support/services.js';

/** Compiling for a software device takes seconds for each kind of operator, so a small image of few steps has to do. */
const JOB: RenderJob = {
  ...{ prompt: 'a red boat', negative: '', scheduler: 'ddim', steps: 2, guidance: 5, width: 64, height: 64 },
  ...{ seed: 3, batch: 1 },
};
const MODELS = [
  ['the tiny model', TINY_SD],
  ['the embedded model', resolve('models/visionary-mini')],
] as const;

const pixelsOf = (png: Uint8Array): Promise<Buffer> => sharp(png).removeAlpha().raw().toBuffer();

describe('a renderer with a graphics device', () => {
  let onDevice: RendererChild;
  const render = async (renderer: RendererChild, dir: string) => {
    const end = await renderer.render('take', dir, JOB);
    if (end.type !== 'finished') throw new Error(JSON.stringify(end));
    return { png: end.images[0]!.png, record: end.record };
  };

  beforeAll(async () => {
    onDevice = await RendererChild.start({ RENDERER_PROVIDER: 'webgpu' });
  });

  const deviceOf = ({ reports }: RendererChild) => reports.find((report) => report.type === 'ready')?.device;

  it('[E97] reports the device, without a problem', () => {
    const { provider, problems = [] } = deviceOf(onDevice) ?? {};
    // Whether 16 bits are faster is measured, so it depends on what else the machine does.
    const failures = problems.filter(({ reason }) => reason !== 'fullPrecision');
    expect({ provider, failures }).toEqual({ provider: 'webgpu', failures: [] });
  });

  it.each(MODELS)('[E96] gives the image of the processor for %s, within one level', async (_, dir) => {
    const processor = await RendererChild.start();
    const [exact, close] = [await render(processor, dir), await render(onDevice, dir)];
    processor.process.kill();
    expect(largestDifference(await pixelsOf(close.png), await pixelsOf(exact.png))).toBeLessThanOrEqual(1);
    expect(exact.record.provider).toBe('cpu');
    expect(close.record.provider).toBe('webgpu');
    const name = deviceOf(onDevice)?.name;
    const record = parseImageRecord(readPngText(close.png).get('visionary') ?? '');
    expect(record).toMatchObject({ provider: 'webgpu', ...(name !== undefined && { device: name }) });
  });

  it('[E96] gives the same file in each process', async () => {
    const other = await RendererChild.start({ RENDERER_PROVIDER: 'webgpu' });
    const [first, second] = [await render(onDevice, TINY_SD), await render(other, TINY_SD)];
    expect(Buffer.from(second.png).equals(first.png)).toBe(true);
  });
});

describe('images that a device renders together', () => {
  let renderer: RendererChild;
  let count = 0;
  const render = async (job: RenderJob, during?: (takeId: string) => void) => {
    const takeId = `take ${count++}`;
    const end = renderer.render(takeId, TINY_SD, job);
    during?.(takeId);
    const result = await end;
    if (result.type !== 'finished') throw new Error(JSON.stringify(result));
    return result;
  };
  const recordOf = (png: Uint8Array) => parseImageRecord(readPngText(png).get('visionary') ?? '')!;

  beforeAll(async () => {
    renderer = await RendererChild.start({ RENDERER_PROVIDER: 'webgpu', RENDERER_IMAGES_TOGETHER: '4' });
  });

  it('[E110] are those that are rendered alone, within one level, and the same files when they are rendered again', async () => {
    const { images, record } = await render({ ...JOB, batch: 2 });
    expect(record.together).toBe(2);
    for (const [i, { png, seed }] of images.entries()) {
      expect(seed).toBe(JOB.seed + i);
      expect(recordOf(png)).toMatchObject({ together: 2, job: { seed, batch: 1 } });
      const alone = (await render({ ...JOB, seed })).images[0]!.png;
      expect(recordOf(alone)).not.toHaveProperty('together');
      expect(largestDifference(await pixelsOf(png), await pixelsOf(alone))).toBeLessThanOrEqual(1);
    }
    const again = await render(record.job);
    expect(again.images.map(({ png }) => Buffer.from(png))).toEqual(images.map(({ png }) => Buffer.from(png)));
  });

  it('[E110] are steered and stopped together, and the record renders the same files', async () => {
    const { images, record } = await render({ ...JOB, steps: 8, batch: 3 }, (takeId) => {
      const isAt = (step: number) =>
        renderer.waitForReport('step', (one) => one.takeId === takeId && one.step === step);
      const steer = { type: 'steer', takeId, steerId: 'blue', prompt: 'a blue boat', negative: '' } as const;
      void isAt(1).then(() => renderer.send(steer));
      void isAt(3).then(() => renderer.send({ type: 'stop', takeId }));
    });
    const { promptChanges, stopPoint } = record.job;
    expect(images).toHaveLength(3);
    expect(promptChanges).toMatchObject([{ image: 0, prompt: 'a blue boat' }]);
    expect(stopPoint).toMatchObject({ image: 2, from: 0 });
    expect(stopPoint!.step).toBeLessThan(8);
    const ofImage = {
      stopPoint: { image: 0, step: stopPoint!.step },
      promptChanges: [{ ...promptChanges![0], image: 0 }],
    };
    for (const { png } of images) expect(recordOf(png)).toMatchObject({ job: ofImage });
    const again = await render(record.job);
    expect(again.images.map(({ png }) => Buffer.from(png))).toEqual(images.map(({ png }) => Buffer.from(png)));
  });
});

describe('a chosen card', () => {
  const program = builtProgram('renderer/src/devices/trial/main.js');
  const tryWith = (environment: Readonly<Record<string, string>>) =>
    tryApart({ device: { provider: 'webgpu' }, threads: 1, isTimed: false, environment }, DEADLINE_MS, program);

  it('[G87] is the only one that WebGPU finds: without it, there is none', async () => {
    // Mesa's software device, and the card of another maker.
    expect(await tryWith({ VK_LOADER_DRIVERS_SELECT: '*lvp*' })).toHaveProperty('trial');
    expect(await tryWith({ VK_LOADER_DRIVERS_SELECT: '*radeon*' })).toHaveProperty('failure');
  });
});

describe('a renderer whose device crashes it', () => {
  it('[E98] [E113] renders the take again with the processor, and the model counts as sound', async () => {
    const cache = newModelCache(undefined, undefined, join(freshFolder(), 'models-cache'));
    const { renderers, child } = embeddedTransport(undefined, cache, 'webgpu');
    const listener = new TransportListener(renderers);
    await renderers.start(listener);
    const first = attemptRequest({ steps: 2 });
    const { id, device } = await listener.idle();
    expect(device).toMatchObject({ provider: 'webgpu', problems: [] });
    expect(await renderers.assign(id, first)).toBe(true);
    await listener.until('it loads the model', () => listener.reports.some(({ report }) => report.type === 'loading'));
    process.kill(programPid(child.pid), 'SIGSEGV');
    expect((await listener.end(first.attempt)).outcome).toMatchObject({
      ...{ type: 'lost', blamesModel: false },
      why: 'its device failed (webgpu): ended by SIGSEGV',
    });
    const second = attemptRequest({ steps: 2 });
    await listener.idle();
    expect(await renderers.assign(id, second)).toBe(true);
    expect((await listener.end(second.attempt)).outcome).toMatchObject({ record: { provider: 'cpu' } });
    expect(renderers.list()[0]?.device?.problems).toMatchObject([{ provider: 'webgpu', reason: 'failed' }]);
    // The driver compiled for the trial. Nothing is kept of a process that crashes.
    const shaders = join(dirname(cache.options.dir), 'shader-cache', 'webgpu');
    expect(existsSync(shaders)).toBe(false);
    await child.close();
    expect(readdirSync(shaders)).toContain('.cache');
  });
});
