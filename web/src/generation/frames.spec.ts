import type { PreviewView } from '@visionary/contract';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Frames } from './frames.js';

const preview = (takeId: string, step: number): PreviewView => ({
  ...{ roomId: 'r', takeId, picture: 0, pictures: 1, step, steps: 4, msLeft: 0 },
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

  it('[B161] of a picture that is not simply shown any more are held no longer, also those still being decoded', async () => {
    const frames = new Frames();
    for (const takeId of ['one', 'other']) frames.push(preview(takeId, 1));
    await decoded();
    frames.push(preview('one', 2));
    frames.drop('one', 0);
    expect(frames.newest('one', 0)).toBeUndefined();
    await decoded();
    expect(frames.newest('one', 0)).toBeUndefined();
    expect(close).toHaveBeenCalledTimes(2);
    expect(frames.newest('other', 0)?.step).toBe(1);
  });
});
