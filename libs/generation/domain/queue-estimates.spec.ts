import type { DeviceView, Settings } from '@visionary/contract';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LoadTimes, RenderTimings } from './render-timings.js';
import type { RendererStatus } from './renderers.js';
import { StepTimes } from './step-times.js';
import { chooseNextTake } from './scheduling-policy.js';
import type { LastServed } from './fair-scheduler.js';
import { estimateQueueTail, estimateQueue } from './queue-estimates.js';

const settings = (change: Partial<Settings> = {}): Settings => ({
  ...{ model: 'mini', scheduler: 'ddim', steps: 10, guidance: 5, width: 128, height: 128, seed: 1, batch: 1 },
  ...change,
});
const queuedTake = (id: string, change: Partial<Settings> = {}) => ({
  id,
  roomId: 'r',
  authorId: 'a',
  queuedAt: 0,
  overtaken: 0,
  memoryKey: settings(change).model,
  model: settings(change).model,
  settings: settings(change),
});
const measuredSteps = () => {
  const times = new StepTimes();
  times.record({ settings: settings(), renderMs: 1_000 });
  return times;
};
type PartialQueue = Partial<Parameters<typeof estimateQueue>[0]>;
const EMPTY_QUEUE = { running: [], waiting: [], served: [], renderers: [], now: 400 };
const NO_REPORTS = { reported: () => undefined, loadOf: () => undefined };
const estimates = (queue: PartialQueue, steps: StepTimes, loads = new LoadTimes()) =>
  estimateQueue({ ...EMPTY_QUEUE, ...NO_REPORTS, ...queue }, { on: () => ({ steps, loads }) });
const startsOf = (...args: Parameters<typeof estimates>) =>
  estimates(...args).map(({ takeId, position, msToStart }) => [takeId, position, msToStart]);

describe('estimateQueue', () => {
  const running = [{ ...queuedTake('now'), startedAt: 0 }];

  it('[G9] estimates starts from measured steps', () => {
    const waiting = [queuedTake('a', { steps: 20 }), queuedTake('b', { batch: 2 }), queuedTake('c')];
    expect(startsOf({ running, waiting }, measuredSteps())).toEqual([
      ['now', 0, 0],
      ['a', 1, 600],
      ['b', 2, 2_600],
      ['c', 3, 4_600],
    ]);
  });

  it('[G9] uses the renderer’s own estimate of a running take', () => {
    expect(
      startsOf(
        { running, waiting: [queuedTake('a')], reported: () => ({ expectedMs: 60, elapsedMs: 10 }) },
        measuredSteps(),
      )[1],
    ).toEqual(['a', 1, 50]);
  });

  it('[G63] counts ControlNets, upscaler models, and the parts of prompts', () => {
    const steps = measuredSteps();
    const hires = { upscaler: 'esrgan', scale: 2, steps: 5, strength: 0.5 };
    steps.record({ settings: settings({ hires }), renderMs: 3_700 });
    const net = { id: 'canny', image: { uploadId: 'u' }, weight: 1, start: 0, end: 0.5 };
    const waiting = [
      { ...queuedTake('a'), promptParts: 3 },
      queuedTake('b', { controls: [net] }),
      queuedTake('c', { hires }),
      queuedTake('d'),
    ];
    const renderingParts = [{ ...running[0]!, promptParts: 2 }];
    expect(startsOf({ running: renderingParts, waiting }, steps)).toEqual([
      ['now', 0, 0],
      ['a', 1, 1_500 - 400],
      ['b', 2, 1_100 + 2_000],
      ['c', 3, 3_100 + 1_250],
      ['d', 4, 4_350 + 3_700],
    ]);
  });

  it('[G84] uses the times of the device of each renderer', () => {
    const timings = new RenderTimings();
    const [cpu, card] = [{ provider: 'cpu' }, { provider: 'cuda', device: 'RTX 4070' }] as const;
    timings.on(cpu).steps.record({ settings: settings(), renderMs: 10_000 });
    timings.on(card).steps.record({ settings: settings(), renderMs: 100 });
    timings.on(card).loads.record({ modelName: 'mini', loras: [], loadMs: 20 });
    const renderer = (id: string, takeId: string, device?: DeviceView): RendererStatus => ({
      ...{ id, host: id, state: 'rendering', idleSince: null, restarts: 0, pool: null },
      attempt: { id, takeId, roomId: 'r', authorId: 'a', model: 'mini' },
      ...(device && { device }),
    });
    const renderers = [
      renderer('slow', 'on-cpu'),
      renderer('fast', 'on-card', { provider: 'cuda', name: 'RTX 4070', problems: [] }),
    ];
    const both = ['on-cpu', 'on-card'].map((id) => ({ ...queuedTake(id), startedAt: 400 }));
    const queue = {
      ...EMPTY_QUEUE,
      ...NO_REPORTS,
      renderers,
      running: both,
      waiting: [queuedTake('a'), queuedTake('b')],
    };
    expect(estimateQueue(queue, timings).map(({ takeId, msLeft, msToStart }) => [takeId, msLeft ?? msToStart])).toEqual(
      [
        ...[
          ['on-cpu', 10_000],
          ['on-card', 100],
        ],
        // Both wait for the card, which has the model in memory.
        ...[
          ['a', 100],
          ['b', 200],
        ],
      ],
    );
    const other = { ...renderers[1]!, device: { provider: 'cuda', name: 'RTX 5090', problems: [] } } as const;
    const unknown = estimateQueue({ ...queue, renderers: [renderers[0]!, other] } as typeof queue, timings);
    expect(unknown.map(({ msToStart }) => msToStart)).toEqual([0, 0, undefined, undefined]);
  });

  it('[G9] counts two renderers', () => {
    const twoRunning = [...running, { ...queuedTake('too'), startedAt: 300 }];
    const starts = startsOf(
      { running: twoRunning, waiting: [queuedTake('a'), queuedTake('b'), queuedTake('c')] },
      measuredSteps(),
    );
    expect(starts.slice(2)).toEqual([
      ['a', 1, 600],
      ['b', 2, 900],
      ['c', 3, 1_600],
    ]);
  });

  it('[G9] gives no estimate when nothing was measured', () => {
    const waiting = [queuedTake('a'), queuedTake('b', { model: 'huge' }), queuedTake('c', { model: 'huge' })];
    expect(startsOf({ running, waiting }, measuredSteps()).map(([, , ms]) => ms)).toEqual([0, 600, 1_600, undefined]);
    expect(startsOf({ running, waiting }, new StepTimes()).map(([, , ms]) => ms)).toEqual([
      0,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('[G79] counts loading the model of a running take, and what a take takes longer than estimated', () => {
    const loads = new LoadTimes();
    const now = (state: PartialQueue) => {
      const [take] = estimates({ running, ...state }, measuredSteps(), loads);
      return { left: take?.msLeft, isLoading: take?.isLoading };
    };
    const loadOf = () => ({ since: 300, isLoaded: false });
    expect(now({})).toEqual({ left: 600, isLoading: false });
    // It was never loaded before.
    expect(now({ loadOf })).toEqual({ left: undefined, isLoading: true });
    loads.record({ modelName: 'mini', loras: [], loadMs: 5_000 });
    expect(now({ loadOf })).toEqual({ left: 5_900, isLoading: true });
    expect(startsOf({ running, waiting: [queuedTake('a')], loadOf }, measuredSteps(), loads)[1]?.[2]).toBe(5_900);
    expect(now({ loadOf, now: 7_300 })).toEqual({ left: -1_000, isLoading: true });
    const reported = () => ({ expectedMs: 2_000, elapsedMs: 50 });
    expect(now({ loadOf, reported })).toEqual({ left: 1_950, isLoading: false });
    expect(now({ loadOf: () => ({ since: 300, isLoaded: true }) })).toEqual({ left: 5_900, isLoading: false });
  });

  it('[G33] gives no start behind a take that renders far longer than estimated or than its renderer reported', () => {
    const waiting = [queuedTake('a')];
    const startOf = (state: PartialQueue) => startsOf({ running, waiting, ...state }, measuredSteps())[1]?.[2];
    expect(startOf({})).toBe(600);
    expect(startOf({ now: 11_000 })).toBe(0);
    expect(startOf({ now: 13_000 })).toBeUndefined();
    expect(startOf({ reported: () => ({ expectedMs: 1_000, elapsedMs: 12_001 }) })).toBeUndefined();
    expect(startOf({ reported: () => ({ expectedMs: 1_000, elapsedMs: 5_000 }) })).toBe(0);
  });

  it('[G9] simulates the scheduling order and load times', () => {
    const loads = new LoadTimes();
    loads.record({ modelName: 'huge', loras: [], loadMs: 5_000, bytes: 6 });
    loads.record({ modelName: 'mini', loras: [], loadMs: 700, bytes: 6 });
    const steps = measuredSteps();
    steps.record({ settings: settings({ model: 'huge' }), renderMs: 2_000 });
    const waiting = [queuedTake('a', { model: 'huge' }), queuedTake('b'), queuedTake('c', { model: 'huge' })].map(
      (take, index) => ({
        ...take,
        authorId: `author ${index}`,
      }),
    );
    const renderer = { id: '1', host: '', state: 'idle', attempt: null, idleSince: 0, restarts: 0 } as const;
    const counters = { hits: 0, misses: 0, evictions: 0, outOfMemory: 0, loadSeconds: 0, rssBytes: 0 };
    const entry = { modelDir: '', modelName: 'mini', loras: [], bytes: 6, leases: 0, loadMs: 700, lastUsedAt: 0 };
    const starts = (budgetBytes: number) => {
      const pool = { entries: [entry], budgetBytes, ...counters };
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
        const queued = orders.map(({ model, ...one }, index) => ({
          ...queuedTake(`${index}`.padStart(2, '0'), { model }),
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
        const estimated = estimates({ waiting: queued, renderers, now }, steps, loads);

        let waiting = queued;
        let loadedKeys: string[] = [];
        const served: LastServed[] = [];
        const actual: [string, number, number][] = [];
        for (let ms = 0; waiting.length > 0;) {
          const turn = chooseNextTake({ waiting, served, now: now + ms }, { own: loadedKeys, others: [] });
          if (!turn) throw new Error('nobody is next');
          const { take } = turn;
          actual.push([take.id, actual.length + 1, ms]);
          const overtaken = new Set<string>(turn.overtakes.map(({ id }) => id));
          waiting = waiting
            .filter(({ id }) => id !== take.id)
            .map((one) => (overtaken.has(one.id) ? { ...one, overtaken: one.overtaken + 1 } : one));
          served.push({ roomId: take.roomId, authorId: take.authorId, at: now + ms });
          ms += 1_000 + (loadedKeys.includes(take.memoryKey) ? 0 : 500);
          loadedKeys = [take.memoryKey, ...loadedKeys.filter((key) => key !== take.memoryKey)].slice(0, 3);
        }
        expect(estimated.map(({ takeId, position, msToStart }) => [takeId, position, msToStart])).toEqual(actual);
      }),
    );
  });

  it('[G9] scales an unmeasured size by its area', () => {
    expect(measuredSteps().renderMs({ settings: settings({ width: 256, height: 256 }) })).toBe(4_000);
  });

  it('[G9] estimates the queue tail from the last ends of all renderers', () => {
    const tailOf = (queue: PartialQueue, times = measuredSteps()) => estimateQueueTail(estimates(queue, times));
    expect(tailOf({})).toEqual({ before: 0, msToStart: 0 });
    expect(tailOf({ running })).toEqual({ before: 1, msToStart: 600 });
    expect(tailOf({ running, waiting: [queuedTake('a'), queuedTake('b')] })).toEqual({ before: 3, msToStart: 2_600 });
    const twoRunning = [...running, { ...queuedTake('too'), startedAt: 300 }];
    for (const waiting of [[], [queuedTake('a')], [queuedTake('a'), queuedTake('b', { steps: 40 }), queuedTake('c')]]) {
      const added = estimates(
        { running: twoRunning, waiting: [...waiting, queuedTake('one more')] },
        measuredSteps(),
      ).at(-1);
      expect(tailOf({ running: twoRunning, waiting })).toEqual({
        before: twoRunning.length + waiting.length,
        msToStart: added?.msToStart,
      });
    }
    expect(tailOf({ running, waiting: [queuedTake('a', { model: 'huge' })] })).toEqual({
      before: 2,
      msToStart: undefined,
    });
    // Another renderer has nothing to do.
    expect(estimateQueueTail(estimates({ running }, measuredSteps()), 2)).toEqual({ before: 1, msToStart: 0 });
  });
});
