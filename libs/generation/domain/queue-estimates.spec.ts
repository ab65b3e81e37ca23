import type { Settings } from '@visionary/contract';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LoadTimes, StepTimes } from './render-timings.js';
import { chooseNextTake } from './scheduling-policy.js';
import type { LastServed } from './fair-scheduler.js';
import { estimateQueueTail, estimateQueue } from './queue-estimates.js';

const settings = (change: Partial<Settings> = {}): Settings => ({
  ...{ model: 'mini', scheduler: 'ddim', steps: 10, guidance: 5, width: 128, height: 128, seed: 1, batch: 1 },
  ...change,
});
const lined = (id: string, change: Partial<Settings> = {}) => ({
  id,
  roomId: 'r',
  authorId: 'a',
  queuedAt: 0,
  overtaken: 0,
  memoryKey: settings(change).model,
  model: settings(change).model,
  settings: settings(change),
});
const measured = () => {
  const times = new StepTimes();
  times.record({ settings: settings(), renderMs: 1_000 });
  return times;
};
type PartOfLine = Partial<Parameters<typeof estimateQueue>[0]>;
const NOBODY = { running: [], waiting: [], served: [], renderers: [], now: 400, msLeft: () => undefined };
const places = (line: PartOfLine, steps: StepTimes, loads = new LoadTimes()) =>
  estimateQueue({ ...NOBODY, ...line }, { steps, loads });
const startsOf = (...args: Parameters<typeof places>) =>
  places(...args).map(({ takeId, position, msToStart }) => [takeId, position, msToStart]);

describe('estimateQueue', () => {
  const running = [{ ...lined('now'), startedAt: 0 }];

  it('[G9] estimates starts from measured steps', () => {
    const waiting = [lined('a', { steps: 20 }), lined('b', { batch: 2 }), lined('c')];
    expect(startsOf({ running, waiting }, measured())).toEqual([
      ['now', 0, 0],
      ['a', 1, 600],
      ['b', 2, 2_600],
      ['c', 3, 4_600],
    ]);
  });

  it('[G9] uses the renderer’s own estimate of a running take', () => {
    expect(startsOf({ running, waiting: [lined('a')], msLeft: () => 50 }, measured())[1]).toEqual(['a', 1, 50]);
  });

  it('[G9] counts two renderers', () => {
    const both = [...running, { ...lined('too'), startedAt: 300 }];
    const starts = startsOf({ running: both, waiting: [lined('a'), lined('b'), lined('c')] }, measured());
    expect(starts.slice(2)).toEqual([
      ['a', 1, 600],
      ['b', 2, 900],
      ['c', 3, 1_600],
    ]);
  });

  it('[G9] gives no estimate when nothing was measured', () => {
    const waiting = [lined('a'), lined('b', { model: 'huge' }), lined('c', { model: 'huge' })];
    expect(startsOf({ running, waiting }, measured()).map(([, , ms]) => ms)).toEqual([0, 600, 1_600, undefined]);
    expect(startsOf({ running, waiting }, new StepTimes()).map(([, , ms]) => ms)).toEqual([
      0,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('[G9] simulates the scheduling order and load times', () => {
    const loads = new LoadTimes();
    loads.record({ modelName: 'huge', loras: [], loadMs: 5_000, bytes: 6 });
    loads.record({ modelName: 'mini', loras: [], loadMs: 700, bytes: 6 });
    const steps = measured();
    steps.record({ settings: settings({ model: 'huge' }), renderMs: 2_000 });
    const waiting = [lined('a', { model: 'huge' }), lined('b'), lined('c', { model: 'huge' })].map((take, index) => ({
      ...take,
      authorId: `author ${index}`,
    }));
    const renderer = { id: '1', host: '', state: 'idle', attempt: null, idleSince: 0, restarts: 0 } as const;
    const counted = { hits: 0, misses: 0, evictions: 0, outOfMemory: 0, loadSeconds: 0, rssBytes: 0 };
    const entry = { modelDir: '', modelName: 'mini', loras: [], bytes: 6, leases: 0, loadMs: 700, lastUsedAt: 0 };
    const starts = (budgetBytes: number) => {
      const pool = { entries: [entry], budgetBytes, ...counted };
      return startsOf({ waiting, renderers: [{ ...renderer, pool }] }, steps, loads);
    };
    // b has its model in memory; huge is loaded once for both of the others.
    expect(starts(12)).toEqual([
      ['b', 1, 0],
      ['a', 2, 1_000],
      ['c', 3, 8_000],
    ]);
  });

  it('[G14] matches the order in which takes really start', () => {
    const order = fc.record({
      roomId: fc.constantFrom('red', 'blue', 'green'),
      authorId: fc.constantFrom('ann', 'bob', 'cai'),
      model: fc.constantFrom('m0', 'm1', 'm2', 'm3', 'm4'),
      overtaken: fc.integer({ min: 0, max: 16 }),
      queuedAt: fc.integer({ min: 0, max: 300_000 }),
    });
    fc.assert(
      fc.property(fc.array(order, { maxLength: 40 }), (orders) => {
        const steps = new StepTimes();
        const loads = new LoadTimes();
        for (const model of ['m0', 'm1', 'm2', 'm3', 'm4']) {
          steps.record({ settings: settings({ model }), renderMs: 1_000 });
          loads.record({ modelName: model, loras: [], loadMs: 500, bytes: 1 });
        }
        const asked = orders.map(({ model, ...one }, index) => ({
          ...lined(`${index}`.padStart(2, '0'), { model }),
          ...one,
        }));
        const pool = { entries: [], budgetBytes: 3, hits: 0, misses: 0, evictions: 0, outOfMemory: 0 };
        const renderers = [
          {
            ...({ id: '1', host: '', state: 'idle', attempt: null, idleSince: 0, restarts: 0 } as const),
            pool: { ...pool, loadSeconds: 0, rssBytes: 0 },
          },
        ];
        const now = 300_000;
        const shown = places({ waiting: asked, renderers, now }, steps, loads);

        let waiting = asked;
        let own: string[] = [];
        const served: LastServed[] = [];
        const really: [string, number, number][] = [];
        for (let ms = 0; waiting.length > 0;) {
          const turn = chooseNextTake({ waiting, served, now: now + ms }, { own, others: [] });
          if (!turn) throw new Error('nobody is next');
          const { take } = turn;
          really.push([take.id, really.length + 1, ms]);
          const passed = new Set<string>(turn.overtakes.map(({ id }) => id));
          waiting = waiting
            .filter(({ id }) => id !== take.id)
            .map((one) => (passed.has(one.id) ? { ...one, overtaken: one.overtaken + 1 } : one));
          served.push({ roomId: take.roomId, authorId: take.authorId, at: now + ms });
          ms += 1_000 + (own.includes(take.memoryKey) ? 0 : 500);
          own = [take.memoryKey, ...own.filter((key) => key !== take.memoryKey)].slice(0, 3);
        }
        expect(shown.map(({ takeId, position, msToStart }) => [takeId, position, msToStart])).toEqual(really);
      }),
    );
  });

  it('[G9] scales an unmeasured size by its area', () => {
    expect(measured().renderMs(settings({ width: 256, height: 256 }))).toBe(4_000);
  });

  it('[G9] estimates the queue tail from the last ends of all renderers', () => {
    const end = (line: PartOfLine, times = measured()) => estimateQueueTail(places(line, times));
    expect(end({})).toEqual({ before: 0, msToStart: 0 });
    expect(end({ running })).toEqual({ before: 1, msToStart: 600 });
    expect(end({ running, waiting: [lined('a'), lined('b')] })).toEqual({ before: 3, msToStart: 2_600 });
    const both = [...running, { ...lined('too'), startedAt: 300 }];
    for (const waiting of [[], [lined('a')], [lined('a'), lined('b', { steps: 40 }), lined('c')]]) {
      const phantom = places({ running: both, waiting: [...waiting, lined('one more')] }, measured()).at(-1);
      expect(end({ running: both, waiting })).toEqual({
        before: both.length + waiting.length,
        msToStart: phantom?.msToStart,
      });
    }
    expect(end({ running, waiting: [lined('a', { model: 'huge' })] })).toEqual({ before: 2, msToStart: undefined });
    // Another renderer has nothing to do.
    expect(estimateQueueTail(places({ running }, measured()), 2)).toEqual({ before: 1, msToStart: 0 });
  });
});
