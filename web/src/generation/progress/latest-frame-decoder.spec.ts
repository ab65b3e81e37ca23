import { describe, expect, it } from '@jest/globals';
import { LatestFrameDecoder } from './latest-frame-decoder.js';

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

function aFrame() {
  const visible: number[] = [];
  const dropped: number[] = [];
  const decoding: { raw: number; done: (value: number) => void; fail: (error: Error) => void }[] = [];
  const frame = new LatestFrameDecoder<number, number>({
    decode: (raw) => new Promise((done, fail) => decoding.push({ raw, done, fail })),
    show: (value) => void visible.push(value),
    drop: (value) => void dropped.push(value),
  });
  const finish = async () => {
    const current = decoding.at(-1);
    current?.done(current.raw);
    await settled();
  };
  return { frame, visible, dropped, decoding, finish };
}

describe('the preview frame decoder', () => {
  it('decodes one at a time and skips all but the newest of those that arrive meanwhile', async () => {
    const { frame, visible, decoding, finish } = aFrame();
    for (const step of [1, 2, 3, 4]) frame.push(step);
    expect(decoding.map(({ raw }) => raw)).toEqual([1]);
    await finish();
    expect(decoding.map(({ raw }) => raw)).toEqual([1, 4]);
    await finish();
    expect(visible).toEqual([1, 4]);
  });

  it('skips a frame that cannot be decoded', async () => {
    const { frame, visible, decoding, finish } = aFrame();
    frame.push(1);
    frame.push(2);
    decoding[0]?.fail(new Error('not a picture'));
    await settled();
    await finish();
    expect(visible).toEqual([2]);
  });

  it('shows nothing after it was closed, and frees the frame being decoded', async () => {
    const { frame, visible, dropped, finish } = aFrame();
    frame.push(1);
    frame.push(2);
    frame.close();
    await finish();
    frame.push(3);
    await settled();
    expect([visible, dropped]).toEqual([[], [1]]);
  });
});
