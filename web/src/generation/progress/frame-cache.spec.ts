import type { FrameView } from '@visionary/contract';
import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FrameCache } from './frame-cache.js';

const preview = (takeId: string, step: number): FrameView => ({
  ...{ roomId: 'r', takeId, imageIndex: 0, images: 1, step, steps: 4, msLeft: 0 },
  frame: { mime: 'image/webp', width: 8, height: 8, bytes: new Uint8Array([step]) },
});

describe('previews of takes', () => {
  const before = globalThis.createImageBitmap;
  const close = jest.fn();
  let decoding: { done: () => void; fail: (error: Error) => void }[] = [];
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
  /** Ends the oldest open decoding. */
  const end = (how: 'done' | 'fail' = 'done') => {
    decoding.shift()?.[how](new Error('no image'));
    return settled();
  };

  beforeEach(() => {
    decoding = [];
    close.mockClear();
    globalThis.createImageBitmap = () =>
      new Promise((resolve, fail) => decoding.push({ done: () => resolve({ close } as unknown as ImageBitmap), fail }));
  });
  afterAll(() => {
    globalThis.createImageBitmap = before;
  });

  it('are decoded one at a time, without all but the newest of those that arrive meanwhile', async () => {
    const frameCache = new FrameCache();
    for (const step of [1, 2, 3, 4]) frameCache.push(preview('one', step));
    expect(decoding).toHaveLength(1);
    await end();
    expect(frameCache.newest('one', 0)?.step).toBe(1);
    expect(decoding).toHaveLength(1);
    await end();
    expect(frameCache.newest('one', 0)?.step).toBe(4);
    expect(decoding).toEqual([]);
  });

  it('are skipped when they cannot be decoded', async () => {
    const frameCache = new FrameCache();
    for (const step of [1, 2]) frameCache.push(preview('one', step));
    await end('fail');
    expect(frameCache.newest('one', 0)).toBeUndefined();
    await end();
    expect(frameCache.newest('one', 0)?.step).toBe(2);
  });

  it('[B161] are dropped when their image becomes blurred or hidden, also those being decoded', async () => {
    const frameCache = new FrameCache();
    for (const takeId of ['one', 'other']) frameCache.push(preview(takeId, 1));
    await end();
    await end();
    for (const step of [2, 3]) frameCache.push(preview('one', step));
    frameCache.drop('one', 0);
    expect(frameCache.newest('one', 0)).toBeUndefined();
    await end();
    expect(frameCache.newest('one', 0)).toBeUndefined();
    expect(close).toHaveBeenCalledTimes(2);
    expect(decoding).toEqual([]);
    expect(frameCache.newest('other', 0)?.step).toBe(1);
  });

  it('are freed with their take, also those being decoded', async () => {
    const frameCache = new FrameCache();
    for (const takeId of ['one', 'other']) frameCache.push(preview(takeId, 1));
    frameCache.retain(new Set(['other']));
    await end();
    await end();
    expect(frameCache.newest('one', 0)).toBeUndefined();
    expect(frameCache.newest('other', 0)?.step).toBe(1);
    expect(close).toHaveBeenCalledTimes(1);
  });
});
