import type { Provider, Settings } from '@visionary/contract';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type MayRender, planRenderers, cachesFor, type RenderersNow } from './planned-renderers.js';
import { estimateQueue, estimateQueueTail } from './queue-estimates.js';
import { measuredDeviceOf } from './renderer-selection.js';
import { RenderTimings } from './render-timings.js';
import type { RendererStatus } from './renderers.js';
import { chooseNextTake, type RunningTake } from './scheduling-policy.js';

const NOW = 1_000_000;
const settings: Settings = {
  ...{ model: 'sd15', scheduler: 'ddim', steps: 10, guidance: 5, width: 512, height: 512, seed: 1, batch: 1 },
};
const take = (id: string, change: { readonly queuedAt?: number; readonly overtaken?: number } = {}) => ({
  ...{ id, roomId: `room ${id}`, authorId: `author ${id}`, queuedAt: NOW, overtaken: 0 },
  ...{ memoryKey: 'sd15', model: 'sd15', settings },
  ...change,
});
const renderer = (id: string, provider: Provider = 'cpu', change: Partial<RendererStatus> = {}): RendererStatus => ({
  ...{ id, host: id, state: 'idle', attempt: null, idleSince: NOW, restarts: 0, pool: null },
  device: { provider, problems: [] },
  ...change,
});
const renders = (takeId: string): Partial<RendererStatus> => ({
  ...{ state: 'rendering', idleSince: null },
  attempt: { id: takeId, takeId, roomId: 'r', authorId: 'a', model: 'sd15' },
});

/** A card that needs `cardMs` for a take, and a processor that needs `cpuMs`. */
const measured = (cpuMs: number | undefined, cardMs: number | undefined, loadMs = 0) => {
  const timings = new RenderTimings();
  if (cpuMs) timings.on({ provider: 'cpu' }).steps.record({ settings, renderMs: cpuMs });
  if (cardMs) timings.on({ provider: 'cuda' }).steps.record({ settings, renderMs: cardMs });
  timings.on({ provider: 'cuda' }).loads.record({ modelName: 'sd15', loras: [], loadMs });
  return timings;
};
const ANY: MayRender = () => true;

interface Asked {
  readonly timings: RenderTimings;
  readonly renderers: readonly RendererStatus[];
  readonly waiting: readonly ReturnType<typeof take>[];
  readonly running?: readonly RunningTake[];
  readonly now?: number;
  readonly mayRender?: MayRender;
  readonly reported?: RenderersNow['reported'];
}
/** @returns what the processor takes, of its estimates nothing else */
const chosenBy = (
  id: string,
  { timings, renderers, waiting, running = [], now = NOW, mayRender = ANY, reported = () => undefined }: Asked,
) => {
  const state = { renderers, running, now, reported, loadOf: () => undefined };
  const planned = planRenderers(state, timings);
  const caches = cachesFor(
    planned.find((one) => one.id === id)!,
    planned,
    now,
    mayRender,
  );
  return chooseNextTake({ waiting, served: [], now }, caches)?.take.id;
};

describe('a renderer that is slower than another', () => {
  const cpu = renderer('cpu');
  const busyCard = renderer('card', 'cuda', renders('now'));
  const running = [{ ...take('now'), startedAt: NOW }];
  const both = [cpu, busyCard];

  it('[G97] leaves a take to one that will end it sooner, although that renders another', () => {
    const waiting = [take('a')];
    expect(chosenBy('cpu', { timings: measured(60_000, 2_000), renderers: both, waiting, running })).toBeUndefined();
    // The card has so much to do that the processor ends first.
    expect(chosenBy('cpu', { timings: measured(60_000, 40_000), renderers: both, waiting, running })).toBe('a');
    // Not worth it: gains less than a fifth.
    expect(chosenBy('cpu', { timings: measured(60_000, 29_000), renderers: both, waiting, running })).toBe('a');
  });

  it('[G97] leaves so many takes to a faster one as that ends in the time of one', () => {
    const waiting = Array.from({ length: 30 }, (_, index) => take(`${index}`.padStart(2, '0')));
    // 2 s for the running take, then 2 s for each.
    expect(chosenBy('cpu', { timings: measured(20_000, 2_000), renderers: both, waiting, running })).toBe('07');
  });

  it('[G97] believes its own renderers when these are free, and of a lent one only what was measured', () => {
    const reported = () => ({ expectedMs: 1, elapsedMs: 0 });
    const late = [{ ...take('now'), startedAt: NOW - 60_000 }];
    const asked = { waiting: [take('a')], running: late, reported };
    const timings = measured(60_000, 2_000);
    expect(chosenBy('cpu', { ...asked, timings, renderers: both })).toBeUndefined();
    const lender = { id: 'lent', ownerId: 'o', name: 'PC' };
    timings.on({ provider: 'cuda', lentBy: 'lent' }).steps.record({ settings, renderMs: 2_000 });
    expect(chosenBy('cpu', { ...asked, timings, renderers: [cpu, { ...busyCard, lender }] })).toBe('a');
  });

  it('[G97] takes what a faster one may not render', () => {
    const mayRender: MayRender = (id, { id: takeId }) => id === 'cpu' || takeId !== 'b';
    const asked = { timings: measured(60_000, 2_000), renderers: both, waiting: [take('a'), take('b')], running };
    expect(chosenBy('cpu', { ...asked, mayRender })).toBe('b');
  });

  it('[G97] leaves no take for longer than it needs itself, nor one that was overtaken too often', () => {
    const asked = { timings: measured(60_000, 2_000), renderers: [{ ...cpu, idleSince: 0 }, busyCard], running };
    expect(chosenBy('cpu', { ...asked, waiting: [take('a', { queuedAt: NOW - 59_000 })] })).toBeUndefined();
    expect(chosenBy('cpu', { ...asked, waiting: [take('a', { queuedAt: NOW - 61_000 })] })).toBe('a');
    expect(chosenBy('cpu', { ...asked, waiting: [take('a', { overtaken: 16 })] })).toBe('a');
  });

  it('[G97] leaves a take to an idle card for a moment, also if that has to load the model', () => {
    const pool = { entries: [], budgetBytes: 1, hits: 0, misses: 0, evictions: 0, outOfMemory: 0, loadSeconds: 0 };
    const entry = { modelDir: '', modelName: 'sd15', loras: [], bytes: 1, leases: 0, loadMs: 1, lastUsedAt: 0 };
    const holder = { ...cpu, pool: { ...pool, entries: [entry], rssBytes: 0 } };
    const asked = { timings: measured(60_000, 2_000, 5_000), renderers: [holder, renderer('card', 'cuda')] };
    const waiting = [take('a')];
    expect(chosenBy('cpu', { ...asked, waiting })).toBeUndefined();
    expect(chosenBy('cpu', { ...asked, waiting, now: NOW + 1_600 })).toBe('a');
    // The card does not leave it to the processor, which has the model in memory.
    expect(chosenBy('card', { ...asked, waiting })).toBe('a');
  });

  it('[G97] assumes that the processor needs ten times as long as a card, until it was measured', () => {
    const asked = { renderers: both, running: [{ ...running[0]!, startedAt: NOW - 1_000 }], waiting: [take('a')] };
    expect(chosenBy('cpu', { ...asked, timings: measured(undefined, 2_000) })).toBeUndefined();
    expect(chosenBy('cpu', { ...asked, timings: measured(undefined, undefined) })).toBe('a');
  });
});

describe('the times of a lent renderer', () => {
  it('[G99] are its own, also if its device has the name of another one', () => {
    const lender = { id: 'lent', ownerId: 'o', name: 'PC' };
    const timings = new RenderTimings();
    const lentCpu = renderer('lent', 'cpu', { lender });
    timings.on(measuredDeviceOf(lentCpu)).steps.record({ settings, renderMs: 1 });
    expect(timings.on(measuredDeviceOf(renderer('own'))).steps.renderMs({ settings })).toBeUndefined();
    const renamed = renderer('lent', 'cpu', { lender, device: { provider: 'cpu', name: 'another', problems: [] } });
    expect(timings.on(measuredDeviceOf(renamed)).steps.renderMs({ settings })).toBe(1);
  });
});

describe('the forecast', () => {
  const base = { running: [], served: [], reported: () => undefined, loadOf: () => undefined, now: NOW };

  it('[G98] gives each take only renderers that may render it, and none to a take that nobody may render', () => {
    const mayRender: MayRender = (id, { id: takeId }) => id === 'cpu' && takeId !== 'nobody';
    const waiting = [take('a'), take('nobody'), take('b')];
    const state = { ...base, waiting, renderers: [renderer('card', 'cuda'), renderer('cpu')], mayRender };
    const starts = estimateQueue(state, measured(3_000, 100)).map(({ takeId, msToStart }) => [takeId, msToStart]);
    expect(starts).toEqual([
      ['a', 0],
      ['b', 3_000],
      ['nobody', undefined],
    ]);
    expect(estimateQueueTail([], 0).msToStart).toBeUndefined();
    const lentOnly = { ...base, waiting, renderers: [], hasOwnRenderers: false, mayRender };
    expect(estimateQueue(lentOnly, measured(3_000, 100)).map(({ msToStart }) => msToStart)).toEqual(
      waiting.map(() => undefined),
    );
  });

  it('[G98] knows that takes wait for the card', () => {
    const waiting = Array.from({ length: 9 }, (_, index) => take(`${index}`));
    const state = { ...base, waiting, renderers: [renderer('cpu'), renderer('card', 'cuda')] };
    const estimates = estimateQueue(state, measured(10_000, 2_000));
    const ends = estimates.map(({ msToEnd }) => Math.round(msToEnd! / 1_000));
    // The card ends four while the processor ends one.
    expect(Math.max(...ends)).toBe(16);
  });

  it('[G98] estimates every take once, with any rules', () => {
    const renderers = ['a', 'b', 'c'].map((id, index) => renderer(id, index === 0 ? 'cuda' : 'cpu'));
    const rules = fc.array(fc.uniqueArray(fc.constantFrom('a', 'b', 'c')), { maxLength: 40 });
    fc.assert(
      fc.property(
        rules,
        fc.integer({ min: 1, max: 60_000 }),
        fc.integer({ min: 1, max: 60_000 }),
        (allowed, cpuMs, cardMs) => {
          const waiting = allowed.map((_, index) => ({ ...take(`${index}`), authorId: `author ${index % 5}` }));
          const mayRender: MayRender = (id, { id: takeId }) => allowed[Number(takeId)]!.includes(id as 'a');
          const estimates = estimateQueue({ ...base, waiting, renderers, mayRender }, measured(cpuMs, cardMs));
          expect(estimates.map(({ position }) => position)).toEqual(waiting.map((_, index) => index + 1));
          expect(new Set(estimates.map(({ takeId }) => takeId)).size).toBe(waiting.length);
          for (const { takeId, msToStart } of estimates) {
            expect(msToStart === undefined).toBe(allowed[Number(takeId)]!.length === 0);
          }
        },
      ),
    );
  });
});
