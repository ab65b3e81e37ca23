import type { FrameView } from '@visionary/contract';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { FrameCache } from './frame-cache.js';

const preview = (takeId: string, step: number): FrameView => ({
  ...{ roomId: 'r', takeId, imageIndex: 0, images: 1, step, steps: 4, msLeft: 0 },
  frame: { mime: 'image/webp', width: 8, height: 8, bytes: new Uint8Array([step]) },
});
const decoded = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('previews of takes', () => {
  const before = globalThis.createImageBitmap;
  const close = jest.fn();
  beforeAll(() => {
    globalThis.createImageBitmap = (async () => ({ close })) as unknown as typeof createImageBitmap;
  });
  afterAll(() => {
    globalThis.createImageBitmap = before;
  });

  it('[B161] are dropped when their image becomes blurred or hidden, also those being decoded', async () => {
    const frameCache = new FrameCache();
    for (const takeId of ['one', 'other']) frameCache.push(preview(takeId, 1));
    await decoded();
    frameCache.push(preview('one', 2));
    frameCache.drop('one', 0);
    expect(frameCache.newest('one', 0)).toBeUndefined();
    await decoded();
    expect(frameCache.newest('one', 0)).toBeUndefined();
    expect(close).toHaveBeenCalledTimes(2);
    expect(frameCache.newest('other', 0)?.step).toBe(1);
  });
});
