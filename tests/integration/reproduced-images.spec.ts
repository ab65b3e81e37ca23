import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { parseInfotext, readPngText, settingsFromInfotext } from '@visionary/infotext';
import type { RenderCommand, RenderedImage, RenderJob } from '../../libs/generation/domain/renderer-protocol.js';
import { InitialNoise } from '@visionary/diffusion';
import { TINY_SD } from '../golden/vectors.js';
import { modelCopy } from '../support/model-copy.js';
import { RendererChild } from '../support/renderer-child.js';

const LORA = 'tests/golden/vectors/lora/lora_kohya.safetensors';
const SIDE = 64;
const JOB: RenderJob = {
  ...{ prompt: 'a photo of an astronaut', negative: 'blurry', scheduler: 'euler_ancestral', steps: 6, guidance: 7.5 },
  ...{ width: SIDE, height: SIDE, seed: 42, batch: 1 },
};
type Along = Pick<RenderCommand, 'files' | 'initPng' | 'maskPng'>;

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const pixels = ({ png }: RenderedImage) => sharp(png).raw().toBuffer();

/** Noise as an image, of another size than the render. */
function noisyPng(seed: number, channels: 1 | 3): Promise<Buffer> {
  const [width, height] = [80, 96];
  const data = Uint8Array.from(new InitialNoise(seed).draw(width * height * channels), (value) => 128 + 60 * value);
  return sharp(data, { raw: { width, height, channels } }).png().toBuffer();
}

describe('a reproduced image', () => {
  let renderer: RendererChild;
  let count = 0;
  beforeAll(async () => {
    renderer = await RendererChild.start();
  });

  async function render(
    job: RenderJob,
    along: Along = {},
    act: (takeId: string) => void = () => undefined,
    modelDir = TINY_SD,
  ) {
    const takeId = `take ${count++}`;
    const end = renderer.ended(takeId);
    renderer.send({ type: 'render', takeId, modelDir, modelName: 'tiny', job, sendFrames: false, ...along });
    act(takeId);
    const report = await end;
    if (report.type !== 'finished') throw new Error(JSON.stringify(report));
    return report;
  }

  /** Runs a callback after a step. */
  const atStep = (image: number, step: number, act: (takeId: string) => void) => (takeId: string) => {
    void renderer
      .waitForReport('step', (report) => report.takeId === takeId && report.imageIndex === image && report.step >= step)
      .then(() => act(takeId));
  };

  async function expectTheSame({ png }: RenderedImage, along: Along = {}): Promise<RenderJob> {
    const { job } = JSON.parse(readPngText(png).get('visionary')!) as { job: RenderJob };
    const again = await render(job, along);
    expect(Buffer.from(again.images[0]!.png).equals(Buffer.from(png))).toBe(true);
    return job;
  }

  it('[E17] is the same file when it was rendered with an ancestral sampler', async () => {
    const { images, record } = await render({ ...JOB, scheduler: 'ddim', eta: 1 });
    expect(await expectTheSame(images[0]!)).toEqual(record.job);
    expect(record.infotext).toContain(', Eta: 1');
  });

  it('[S47] is the same file when prompt prefixes were added', async () => {
    const added = { prefix: 'ink', negativeSuffix: 'gore' };
    const change = { image: 0, step: 3, prompt: 'a cat', negative: 'blurry' };
    const { images, record } = await render({ ...JOB, added, promptChanges: [change] });
    expect(await expectTheSame(images[0]!)).toEqual({ ...JOB, added, promptChanges: [change] });
    const infotext = 'ink, [a photo of an astronaut:a cat:3]\nNegative prompt: blurry, gore\n';
    expect(record.infotext).toContain(infotext);
    expect(record.infotext).toContain(', House prefix: ink, House suffix: gore');
    expect(settingsFromInfotext(parseInfotext(record.infotext))).toMatchObject({
      ...{ prompt: '[a photo of an astronaut:a cat:3]', negative: 'blurry', unsupported: [] },
    });
    const away = { negative: 'blurry, gore' };
    const written = await render({
      ...{ ...JOB, prompt: `ink, ${JOB.prompt}`, ...away },
      promptChanges: [{ ...change, prompt: 'ink, a cat', ...away }],
    });
    expect(await pixels(written.images[0]!)).toEqual(await pixels(images[0]!));
    const bare = await render({ ...JOB, promptChanges: [change] });
    expect(await pixels(bare.images[0]!)).not.toEqual(await pixels(images[0]!));
  });

  it('[E17] is the same file when it has an init image and a mask', async () => {
    const [initPng, maskPng] = [await noisyPng(1, 3), await noisyPng(2, 1)];
    const init = { sha256: sha256(initPng), strength: 0.7, maskSha256: sha256(maskPng) };
    const { images, record } = await render({ ...JOB, init }, { initPng, maskPng });
    expect(record.job.init).toEqual(init);
    expect(record.infotext).toContain(', Denoising strength: 0.7');
    await expectTheSame(images[0]!, { initPng, maskPng });
    const whole = await render({ ...JOB, init: { ...init, maskSha256: undefined } }, { initPng });
    expect(sha256(whole.images[0]!.png)).not.toBe(sha256(images[0]!.png));
  });

  it('[E17] is the same file when it was steered, in every image of the batch', async () => {
    const job = { ...JOB, steps: 60, batch: 2 };
    const { images, record } = await render(job, {}, (takeId) => {
      const steer = (prompt: string) => (id: string) =>
        renderer.send({ type: 'steer', takeId: id, steerId: prompt, prompt, negative: 'blurry' });
      atStep(0, 5, steer('an owl'))(takeId);
      atStep(1, 2, steer('a bear'))(takeId);
    });
    const [owl, bear] = record.job.promptChanges!;
    expect([owl, bear]).toMatchObject([
      { image: 0, prompt: 'an owl' },
      { image: 1, prompt: 'a bear' },
    ]);
    expect(owl!.step).toBeGreaterThanOrEqual(5);
    const first = await expectTheSame(images[0]!);
    expect(first.promptChanges).toEqual([owl]);
    const second = await expectTheSame(images[1]!);
    expect(second.promptChanges!.at(-1)).toEqual({ ...bear, image: 0 });
    expect(record.infotext.split('\n')[0]).toBe(`[${JOB.prompt}:an owl:${owl!.step}]`);
    const take = await render(record.job);
    expect(take.images.map(({ png }) => sha256(png))).toEqual(images.map(({ png }) => sha256(png)));
  });

  it('[E17] has the same pixels as an image rendered from the schedule', async () => {
    const job = { ...JOB, steps: 60 };
    const { images, record } = await render(job, {}, (takeId) =>
      atStep(0, 5, () => renderer.send({ type: 'steer', takeId, steerId: 'x', prompt: 'an owl', negative: 'blurry' }))(
        takeId,
      ),
    );
    const { prompt, negative } = parseInfotext(record.infotext);
    const scheduled = await render({ ...job, prompt, negative });
    const pixels = (image: RenderedImage) => sharp(image.png).raw().toBuffer();
    expect((await pixels(scheduled.images[0]!)).equals(await pixels(images[0]!))).toBe(true);
  });

  it('[E18] applies a steer from the first step when it arrives during loading', async () => {
    const steer = (takeId: string) =>
      renderer.send({ type: 'steer', takeId, steerId: 'early', prompt: 'an owl', negative: '' });
    // A model that is already loaded may have started when the steer arrives.
    const { images, record } = await render(JOB, {}, steer, await modelCopy());
    expect(record.job.promptChanges).toEqual([{ image: 0, step: 0, prompt: 'an owl', negative: '' }]);
    expect(renderer.reports).toContainEqual({
      type: 'steered',
      takeId: `take ${count - 1}`,
      steerId: 'early',
      imageIndex: 0,
      step: 0,
    });
    const plain = await render({ ...JOB, prompt: 'an owl', negative: '' });
    const pixels = (image: RenderedImage) => sharp(image.png).raw().toBuffer();
    expect((await pixels(plain.images[0]!)).equals(await pixels(images[0]!))).toBe(true);
  });

  it('[E19] is the same file when it was stopped', async () => {
    const job = { ...JOB, steps: 120, batch: 3 };
    const { images, record } = await render(job, {}, (takeId) =>
      atStep(1, 3, () => renderer.send({ type: 'stop', takeId }))(takeId),
    );
    expect(images).toHaveLength(2);
    expect(record.job.stopPoint).toMatchObject({ image: 1 });
    expect(record.job.stopPoint!.step).toBeLessThan(120);
    expect(await expectTheSame(images[0]!)).not.toHaveProperty('stopPoint');
    expect(await expectTheSame(images[1]!)).toMatchObject({
      stopPoint: { image: 0, step: record.job.stopPoint!.step },
    });
  });

  it('[E17] is the same file when it has LoRAs, bound to their hashes', async () => {
    const along = { files: [LORA] };
    const { images, record } = await render({ ...JOB, loras: [{ id: 'kohya', weight: 0.8 }] }, along);
    const hash = sha256(readFileSync(LORA));
    expect(record.job.loras).toEqual([{ id: 'kohya', weight: 0.8, sha256: hash }]);
    expect(record.infotext).toMatch(/^a photo of an astronaut <lora:kohya:0\.8>\n/);
    expect(record.infotext).toMatch(/Lora hashes: "kohya: [0-9a-f]{12}"/);
    await expectTheSame(images[0]!, along);
    const plain = await render(JOB);
    expect(sha256(plain.images[0]!.png)).not.toBe(sha256(images[0]!.png));
    const other = renderer.ended('other');
    const job = { ...JOB, loras: [{ id: 'kohya', weight: 0.8, sha256: '0'.repeat(64) }] };
    renderer.send({
      type: 'render',
      takeId: 'other',
      modelDir: TINY_SD,
      modelName: 'tiny',
      job,
      sendFrames: false,
      ...along,
    });
    expect(await other).toMatchObject({ type: 'failed', code: 'LORA_INVALID' });
  });
});
