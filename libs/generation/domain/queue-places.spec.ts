import { describe, expect, it } from '@jest/globals';
import { endOf, placesOf } from './queue-places.js';
import { StepTimes } from './step-times.js';
import type { TakeSettings } from './take.js';

const settings = (change: Partial<TakeSettings> = {}): TakeSettings => ({
  ...{ model: 'mini', scheduler: 'ddim', steps: 10, guidance: 5, width: 128, height: 128, seed: 1, batch: 1 },
  ...change,
});
const lined = (id: string, change: Partial<TakeSettings> = {}) => ({
  ...{ id, roomId: 'r', authorId: 'a', queuedAt: 0, settings: settings(change) },
});
const measured = () => {
  const times = new StepTimes();
  times.note({ settings: settings(), renderMs: 1_000 });
  return times;
};
const startsOf = (line: Partial<Parameters<typeof placesOf>[0]>, times: StepTimes) =>
  placesOf({ running: [], waiting: [], now: 400, msLeft: () => undefined, ...line }, times).map(
    ({ takeId, position, msToStart }) => [takeId, position, msToStart],
  );

describe('the places in the line', () => {
  const running = [{ ...lined('now'), startedAt: 0 }];

  it('[G9] tell when a take starts, from what steps were measured to take', () => {
    const waiting = [lined('a', { steps: 20 }), lined('b', { batch: 2 }), lined('c')];
    expect(startsOf({ running, waiting }, measured())).toEqual([
      ['now', 0, 0],
      ['a', 1, 600],
      ['b', 2, 2_600],
      ['c', 3, 4_600],
    ]);
  });

  it('[G9] believe the renderer about what is left', () => {
    expect(startsOf({ running, waiting: [lined('a')], msLeft: () => 50 }, measured())[1]).toEqual(['a', 1, 50]);
  });

  it('[G9] know two renderers', () => {
    const both = [...running, { ...lined('too'), startedAt: 300 }];
    const starts = startsOf({ running: both, waiting: [lined('a'), lined('b'), lined('c')] }, measured());
    expect(starts.slice(2)).toEqual([
      ['a', 1, 600],
      ['b', 2, 900],
      ['c', 3, 1_600],
    ]);
  });

  it('[G9] give no time that was never measured', () => {
    const waiting = [lined('a'), lined('b', { model: 'huge' }), lined('c')];
    expect(startsOf({ running, waiting }, measured()).map(([, , ms]) => ms)).toEqual([0, 600, 1_600, undefined]);
    expect(startsOf({ running, waiting }, new StepTimes()).map(([, , ms]) => ms)).toEqual([
      0,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('[G9] scale a size that was not measured by its area', () => {
    expect(measured().renderMs(settings({ width: 256, height: 256 }))).toBe(4_000);
  });

  it('[G9] tell where one more would stand: when the soonest renderer has done all before it', () => {
    const end = (line: Partial<Parameters<typeof placesOf>[0]>, times = measured()) =>
      endOf(placesOf({ running: [], waiting: [], now: 400, msLeft: () => undefined, ...line }, times));
    expect(end({})).toEqual({ before: 0, msToStart: 0 });
    expect(end({ running })).toEqual({ before: 1, msToStart: 600 });
    expect(end({ running, waiting: [lined('a'), lined('b')] })).toEqual({ before: 3, msToStart: 2_600 });
    const both = [...running, { ...lined('too'), startedAt: 300 }];
    for (const waiting of [[], [lined('a')], [lined('a'), lined('b', { steps: 40 }), lined('c')]]) {
      const phantom = placesOf(
        { running: both, waiting: [...waiting, lined('one more')], now: 400, msLeft: () => undefined },
        measured(),
      ).at(-1);
      expect(end({ running: both, waiting })).toEqual({
        before: both.length + waiting.length,
        msToStart: phantom?.msToStart,
      });
    }
    expect(end({ running, waiting: [lined('a', { model: 'huge' })] })).toEqual({ before: 2, msToStart: undefined });
  });
});
