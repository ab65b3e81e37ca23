import { describe, expect, it } from '@jest/globals';
import {
  ImageCheckerUnavailableError,
  type ImageCheckerState,
  type Level,
  type ImageChecker,
} from '@visionary/image-check';
import { TakeContentCheck } from './take-content-check.js';

const SIDE = 8;
const image = { rgb: Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, at) => at), width: SIDE, height: SIDE };
const STEPS = 10;
const seen = (step: number) => ({ imageIndex: 0, step, steps: STEPS, data: Float32Array.of(1, 2) });

/** A check whose image checker responds in this order, and then repeats the last response. */
function checksOf(...answers: readonly (Level | 'unavailable')[]) {
  let asked = 0;
  const rejected: number[] = [];
  const check = (): ReturnType<ImageChecker['check']> => {
    const level = answers[Math.min(asked, answers.length - 1)]!;
    asked += 1;
    if (level === 'unavailable') return Promise.reject(new ImageCheckerUnavailableError('late'));
    const topClass = level === 'safe' ? null : { category: 'red', score: 0.914 };
    return Promise.resolve({ defect: null, classes: {}, level, topClass, ms: 1 });
  };
  const life: { state: ImageCheckerState } = {
    state: { state: 'ready', pid: 1, waiting: 0, failures: 0, rssBytes: 0 },
  };
  const is = (state: ImageCheckerState['state']) => (life.state = { ...life.state, state });
  const checks = new TakeContentCheck(Object.assign(life, { check }), {}, () => rejected.push(asked));
  const frames = async (...steps: number[]) => {
    const all = [];
    for (const step of steps) all.push(await checks.frame(seen(step), image));
    return all.map((frame) => frame && (frame.blurred ?? 'clear'));
  };
  return { checks, frames, rejected, is, asked: () => asked };
}

describe('TakeContentCheck', () => {
  it('[S68] veils frames until that very frame passed its check in time', async () => {
    const { frames, asked } = checksOf('safe', 'unavailable', 'safe');
    expect(await frames(1, 2)).toEqual(['unchecked', 'unchecked']);
    expect(asked()).toBe(0);
    expect(await frames(7, 8, 9)).toEqual(['clear', 'unchecked', 'clear']);
  });

  it('[S66] shows a frame of the first half once the one before it passed, too', async () => {
    const { frames } = checksOf('safe', 'safe', 'unavailable', 'safe', 'safe');
    expect(await frames(3, 4, 4, 4, 4, 4)).toEqual([
      'unchecked',
      'unchecked',
      'clear',
      'unchecked',
      'unchecked',
      'clear',
    ]);
  });

  it('[S168] checks frames of a trusted take from the first step on', async () => {
    const { checks, asked } = checksOf('safe', 'forbidden');
    expect(await checks.frame(seen(1), image, true)).toEqual({ image });
    expect(await checks.frame(seen(2), image, true)).toBeUndefined();
    expect(asked()).toBe(2);
  });

  it('[S61] restarts the image checker when it exited, without waiting', async () => {
    const { frames, is, asked } = checksOf('safe');
    is('idle');
    expect([await frames(4), asked()]).toEqual([['unchecked'], 0]);
    expect([await frames(7), asked()]).toEqual([['unchecked'], 1]);
    is('starting');
    expect([await frames(8), asked()]).toEqual([['unchecked'], 1]);
    is('ready');
    expect([await frames(9), asked()]).toEqual([['clear'], 2]);
  });

  it('[S69] rejects a take when two frames in a row are forbidden, and sends none after the first', async () => {
    const { checks, frames, rejected } = checksOf('safe', 'forbidden', 'forbidden', 'safe');
    expect(await frames(7, 8)).toEqual(['clear', undefined]);
    expect(checks.rejection).toBeUndefined();
    expect(await frames(9, 10)).toEqual([undefined, undefined]);
    expect(checks.rejection).toMatchObject({ code: 'SAFETY_IMAGE_REJECTED', message: 'red 0.91' });
    expect(rejected).toHaveLength(1);
  });

  it('[S69] keeps the take when a single frame is forbidden, and decides by the image', async () => {
    const { checks, frames } = checksOf('forbidden', 'safe');
    expect(await frames(7, 8, 9)).toEqual([undefined, undefined, undefined]);
    await expect(checks.image(image)).resolves.toEqual({});
    const late = checksOf('safe', 'forbidden');
    expect(await late.frames(7)).toEqual(['clear']);
    await expect(late.checks.image(image)).rejects.toMatchObject({ code: 'SAFETY_IMAGE_REJECTED' });
    expect(await late.frames(8)).toEqual([undefined]);
  });

  it('[S70] veils frames when they are rated adult, and reports the rating of the image', async () => {
    for (const level of ['adult', 'held'] as const) {
      const { checks, frames } = checksOf(level);
      expect(await frames(7, 8)).toEqual(['adult', 'adult']);
      expect(await checks.image(image)).toEqual({ check: { level, category: 'red', score: 0.914 } });
    }
  });

  it('[S71] rejects an image when the checker is unavailable', async () => {
    const { checks, rejected } = checksOf('unavailable');
    await expect(checks.image(image)).rejects.toMatchObject({ code: 'SAFETY_CHECK_UNAVAILABLE', message: 'late' });
    expect(rejected).toHaveLength(1);
  });
});
