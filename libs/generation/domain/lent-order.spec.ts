import { describe, expect, it } from '@jest/globals';
import { LentOrder } from './lent-order.js';
import type { RenderJob } from './renderer-protocol.js';

const JOB = {
  ...{ prompt: 'a fox', negative: '', scheduler: 'ddim', steps: 10, guidance: 5 },
  ...{ width: 64, height: 64, seed: 2 ** 32 - 1, batch: 2 },
} as const satisfies RenderJob;
const TAKE = { takeId: 'take' } as const;
const RECORD = { runtime: '', provider: 'cpu', loadMs: 0, renderMs: 0, loraHashes: [] };

const step = (step: number, more: object = {}) =>
  ({ type: 'step', ...TAKE, imageIndex: 0, images: 2, step, steps: 10, msLeft: 0, ...more }) as const;
const chunk = (imageIndex: number, length: number, of = 4) =>
  ({ type: 'image', ...TAKE, imageIndex, of, bytes: new Uint8Array(length) }) as const;
const finish = (...seeds: number[]) =>
  ({ type: 'finished', ...TAKE, images: seeds.map((seed) => ({ seed })), record: RECORD }) as const;

describe('[L11] what a lent renderer may report about its take', () => {
  it('accepts steps of each ordered image', () => {
    const order = new LentOrder(JOB);
    const all = [step(1), step(4), step(10), step(2, { imageIndex: 1 })];
    expect(all.map((one) => order.checkStep(one))).toEqual(all.map(() => undefined));
  });

  it.each([
    [step(11, { steps: 11 }), 'it counts steps that were not ordered'],
    [step(5, { steps: 4 }), 'it counts steps that were not ordered'],
    [step(1, { imageIndex: 2 }), 'it counts images that were not ordered'],
    [step(1, { images: 3 }), 'it counts images that were not ordered'],
  ])('rejects a step: %o', (report, problem) => {
    expect(new LentOrder(JOB).checkStep(report)).toBe(problem);
  });

  it('accepts steps of an image that is rendered again, and frames that arrive late, but not endless ones', () => {
    const order = new LentOrder({ ...JOB, batch: 1, steps: 2 });
    const reports = [2, 1, 2, 1, 2, 2].map((at) => step(at, { steps: 2, images: 1 }));
    expect(reports.map((one) => order.checkStep(one))).toEqual(reports.map(() => undefined));
    expect(order.checkStep(step(1, { steps: 2, images: 1 }))).toBe('it reports more steps than its take can have');
  });

  it('knows the steps of a second pass', () => {
    const hires = { upscaler: 'latent', scale: 2, steps: 5, strength: 0.5, width: 128, height: 128 } as const;
    expect(new LentOrder({ ...JOB, hires }).checkStep(step(15, { steps: 15 }))).toBeUndefined();
  });

  it('rejects a record that names more images together, or other LoRAs, than ordered', () => {
    const finishedWith = (change: object) => {
      const order = new LentOrder(JOB);
      for (const image of [0, 1]) order.addImageBytes(chunk(image, 4));
      return order.checkFinish({ ...finish(2 ** 32 - 1, 0), record: { ...RECORD, ...change } });
    };
    expect(finishedWith({ together: 2 })).toBeUndefined();
    expect(finishedWith({ together: 4 })).toBe('it rendered more images together than ordered');
    const loraHashes = [{ id: 'ink', shortHash: 'a'.repeat(12) }];
    expect(finishedWith({ loraHashes })).toBe('it names LoRAs that were not ordered');
  });

  it('accepts a steer once, if it was requested', () => {
    const order = new LentOrder(JOB);
    order.addSteer('a');
    const steered = { type: 'steered', ...TAKE, steerId: 'a', imageIndex: 0, step: 3 } as const;
    expect(order.checkSteer(steered)).toBeUndefined();
    expect(order.checkSteer(steered)).toBe('it reports a steer that nobody requested');
  });

  it('joins the bytes of images that arrive in order', () => {
    const order = new LentOrder(JOB);
    const chunks = [chunk(0, 3), chunk(0, 1), chunk(1, 4)];
    expect(chunks.map((one) => order.addImageBytes(one))).toEqual([undefined, undefined, undefined]);
    expect(order.images.map(({ length }) => length)).toEqual([4, 4]);
    expect(order.checkFinish(finish(2 ** 32 - 1, 0))).toBeUndefined();
  });

  it.each([
    [[chunk(1, 4)], 'it sends images out of order'],
    [[chunk(0, 2), chunk(1, 4)], 'it sends images out of order'],
    [[chunk(0, 5)], 'an image has other bytes than announced'],
    [[chunk(0, 0)], 'an image has other bytes than announced'],
    [[chunk(0, 4), chunk(1, 4), chunk(2, 4)], 'it sends images out of order'],
    [[chunk(0, 1, 2 ** 30)], 'an image has too many bytes'],
  ])('rejects bytes of images: %o', (chunks, problem) => {
    const order = new LentOrder(JOB);
    expect(chunks.map((one) => order.addImageBytes(one)).at(-1)).toBe(problem);
  });

  it('rejects a result with other images or seeds than ordered', () => {
    const order = new LentOrder(JOB);
    order.addImageBytes(chunk(0, 4));
    expect(order.checkFinish(finish(2 ** 32 - 1))).toBe('it sends another number of images than ordered');
    order.addImageBytes(chunk(1, 4));
    expect(order.checkFinish(finish(2 ** 32 - 1, 7))).toBe('an image has a seed that was not ordered');
    order.addImageBytes(chunk(2, 2));
    expect(order.checkFinish(finish(2 ** 32 - 1))).toBe('images are missing');
  });

  it('knows whether a stop cut its image short', () => {
    const order = new LentOrder(JOB);
    order.checkStep(step(4, { steps: 6 }));
    expect([5, 6].map((at) => order.cutAt({ image: 0, step: at }))).toEqual([{ image: 0, step: 5 }, undefined]);
    expect(order.cutAt(undefined)).toBeUndefined();
  });

  it('accepts a stop only if it was requested, or is known', () => {
    const stopped = { ...finish(2 ** 32 - 1), stopPoint: { image: 0, step: 3 } };
    const orderWith = (job: RenderJob) => {
      const order = new LentOrder(job);
      order.addImageBytes(chunk(0, 4));
      return order;
    };
    expect(orderWith(JOB).checkFinish(stopped)).toBe('it stopped, which nobody requested');
    expect(orderWith({ ...JOB, stopPoint: { image: 0, step: 3 } }).checkFinish(stopped)).toBeUndefined();
    const order = orderWith(JOB);
    order.requestStop();
    expect(order.checkFinish(stopped)).toBeUndefined();
    expect(order.checkFinish({ ...stopped, stopPoint: { image: 0, step: 11 } })).toBe('it stopped after the last step');
  });
});
