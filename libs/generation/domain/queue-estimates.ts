import { type DeviceTimings, isOverdue, msLeftOf, type RenderTimings, type TimeEstimate } from './render-timings.js';
import type { ModelLoad } from './latest-frames.js';
import { isInMemory } from './loras.js';
import { loadedKeysOf, renderedOnOf } from './renderer-selection.js';
import type { RendererStatus } from './renderers.js';
import { type RunningTake, type BacklogTake, chooseFromRotation, type RendererCaches } from './scheduling-policy.js';
import { FairScheduler, type LastServed } from './fair-scheduler.js';

type Timings = Pick<RenderTimings, 'on'>;

/** A renderer in the simulation. */
interface PlannedRenderer {
  /** From now, until it is free. */
  freeInMs: number;
  /** False after a take that was never measured. Its time is a guess then, and only good for the order. */
  isMeasured: boolean;
  /** Memory keys, most recently used first. */
  loadedKeys: readonly string[];
  readonly budgetBytes: number;
  /** Of its device. */
  readonly timings: DeviceTimings;
}

/** Assumed duration of a take that was never measured. */
const ASSUMED_RENDER_MS = 30_000;

/** The renderers as they are now. A running take whose renderer is unknown gets one of its own. */
const planRenderers = (
  { renderers, running }: QueueState,
  renderTimings: Timings,
  remainingMs: (take: RunningTake) => number | undefined,
): PlannedRenderer[] => {
  const available = renderers.filter(({ state }) => state !== 'unavailable');
  const planned = available.map((renderer): PlannedRenderer => {
    const take = running.find(({ id }) => id === renderer.attempt?.takeId);
    return {
      ...freeAfter(take ? remainingMs(take) : 0),
      loadedKeys: loadedKeysOf(renderer, running),
      budgetBytes: renderer.pool?.budgetBytes ?? Infinity,
      timings: renderTimings.on(renderedOnOf(renderer)),
    };
  });
  const unassigned = running.filter(({ id }) => !available.some(({ attempt }) => attempt?.takeId === id));
  const timings = renderTimings.on(renderedOnOf(available[0] ?? {}));
  const unknownRenderers = unassigned.map((take) => ({
    ...freeAfter(remainingMs(take)),
    loadedKeys: [take.memoryKey],
    budgetBytes: Infinity,
    timings,
  }));
  const all = [...planned, ...unknownRenderers];
  return all.length > 0 ? all : [{ ...freeAfter(0), loadedKeys: [], budgetBytes: Infinity, timings }];
};

const freeAfter = (ms: number | undefined): Pick<PlannedRenderer, 'freeInMs' | 'isMeasured'> => ({
  freeInMs: ms ?? ASSUMED_RENDER_MS,
  isMeasured: ms !== undefined,
});

/** Simulates a take: loads its model if necessary, which may evict the least recently used ones. */
const simulateTake = (renderer: PlannedRenderer, { memoryKey, settings, promptParts }: BacklogTake): void => {
  const { steps, loads } = renderer.timings;
  // Undefined if it was never measured on this device.
  const renderMs = settings && steps.renderMs({ settings, promptParts });
  const loadMs = isInMemory(renderer.loadedKeys, memoryKey) ? 0 : (loads.loadMs(memoryKey) ?? 0);
  const loadedKeys = [memoryKey, ...renderer.loadedKeys.filter((key) => key !== memoryKey)];
  const bytes = () => loadedKeys.reduce((sum, key) => sum + (loads.bytes(key) ?? 0), 0);
  while (loadedKeys.length > 1 && bytes() > renderer.budgetBytes) loadedKeys.pop();
  renderer.loadedKeys = loadedKeys;
  renderer.freeInMs += loadMs + (renderMs ?? ASSUMED_RENDER_MS);
  renderer.isMeasured &&= renderMs !== undefined;
};

export interface QueueEstimate {
  readonly takeId: string;
  readonly roomId: string;
  readonly authorId: string;
  /** 0 renders now, 1 is next. */
  readonly position: number;
  readonly msToStart: number | undefined;
  readonly msToEnd: number | undefined;
  /** Of a rendering take: as estimated, also if that was wrong. Negative if it takes longer. */
  readonly msLeft?: number | undefined;
  /** The renderer loads its model. */
  readonly isLoading?: boolean;
}

export interface QueueState {
  readonly running: readonly RunningTake[];
  readonly waiting: readonly BacklogTake[];
  readonly served: readonly LastServed[];
  readonly renderers: readonly RendererStatus[];
  readonly now: number;
  /** Of a running take as its renderer reported it with its last step, if this node received a report. */
  readonly reported: (takeId: string) => TimeEstimate | undefined;
  /** Of a running take; undefined if its model was in memory. */
  readonly loadOf: (takeId: string) => ModelLoad | undefined;
}

/**
 * Takes that are simulated with renderer memory. Behind them the fair order is good enough: memory is a guess by then, and each
 * simulated take costs more the longer the queue is, so fewer of a longer queue are simulated.
 */
const MAX_SIMULATED = 100;
const FULL_SIMULATION_LENGTH = 1_000;
const maxSimulatedOf = (waiting: number): number =>
  Math.floor(MAX_SIMULATED * Math.min(1, FULL_SIMULATION_LENGTH / Math.max(1, waiting)));

/** A renderer that leaves all waiting takes to others tries again after this time. */
const RETRY_MS = 1_500;

/**
 * Simulates the queue with the real scheduling policy, as if no take were added. Starts are estimated from measured renders and
 * loads. There is no estimate behind a take that was never measured.
 */
export const estimateQueue = (queueState: QueueState, renderTimings: Timings): QueueEstimate[] => {
  const remainingMs = (take: RunningTake): number | undefined => {
    const estimate = estimateRunning(take, queueState, renderTimings);
    return !estimate || isOverdue(estimate) ? undefined : Math.max(0, msLeftOf(estimate));
  };
  const running = queueState.running.map((take): QueueEstimate => {
    const estimate = estimateRunning(take, queueState, renderTimings);
    return {
      ...estimateOf(take, { position: 0, msToStart: 0, msToEnd: remainingMs(take) }),
      msLeft: estimate && msLeftOf(estimate),
      isLoading: isLoading(take, queueState),
    };
  });
  const renderers = planRenderers(queueState, renderTimings, remainingMs);
  return [...running, ...simulateQueue(queueState, renderers)];
};

/** From its renderer after the first step, else from measured renders and loads. */
const estimateRunning = (
  take: RunningTake,
  { now, reported, loadOf, renderers }: QueueState,
  renderTimings: Timings,
): TimeEstimate | undefined => {
  const byRenderer = reported(take.id);
  if (byRenderer) return byRenderer;
  const renderer = renderers.find(({ attempt }) => attempt?.takeId === take.id) ?? renderers[0];
  const { steps, loads } = renderTimings.on(renderedOnOf(renderer ?? {}));
  const load = loadOf(take.id);
  const loadMs = load ? loads.loadMs(take.memoryKey) : 0;
  const renderMs = steps.renderMs(take);
  if (loadMs === undefined || renderMs === undefined) return undefined;
  return { expectedMs: loadMs + renderMs, elapsedMs: now - (load?.since ?? take.startedAt) };
};

const isLoading = ({ id }: RunningTake, { reported, loadOf }: QueueState): boolean =>
  loadOf(id)?.isLoaded === false && !reported(id);

const simulateQueue = (queueState: QueueState, renderers: PlannedRenderer[]): QueueEstimate[] => {
  const scheduler = FairScheduler.of(queueState.waiting, queueState.served, queueState.now);
  const maxSimulated = maxSimulatedOf(queueState.waiting.length);
  const estimates: QueueEstimate[] = [];
  while (estimates.length < queueState.waiting.length) {
    const renderer = firstFree(renderers);
    const waitMs = renderer.freeInMs;
    const now = queueState.now + waitMs;
    const isBeyondSimulation = estimates.length >= maxSimulated;
    const turn = isBeyondSimulation
      ? nextInFairOrder(scheduler)
      : chooseFromRotation(scheduler, cachesFor(renderer, renderers, queueState.now), now);
    if (!turn) {
      renderer.freeInMs += RETRY_MS;
      continue;
    }
    const { take, overtakes } = turn;
    if (!isBeyondSimulation) scheduler.serveNext(take, overtakes, now);
    // Any unmeasured renderer might be the first to be free.
    const msToStart = renderers.every(({ isMeasured }) => isMeasured) ? waitMs : undefined;
    simulateTake(renderer, take);
    const msToEnd = msToStart !== undefined && renderer.isMeasured ? renderer.freeInMs : undefined;
    estimates.push(estimateOf(take, { position: estimates.length + 1, msToStart, msToEnd }));
  }
  return estimates;
};

const nextInFairOrder = (scheduler: FairScheduler<BacklogTake>): { take: BacklogTake; overtakes: [] } | undefined => {
  const take = scheduler.next();
  return take && { take, overtakes: [] };
};

/** The position of a new take behind all others. @param knownRenderers how many are known */
export const estimateQueueTail = (
  estimates: readonly QueueEstimate[],
  knownRenderers = 1,
): { before: number; msToStart: number | undefined } => {
  const before = estimates.length;
  const rendererCount = Math.max(1, knownRenderers, estimates.filter(({ position }) => position === 0).length);
  if (before < rendererCount) return { before, msToStart: 0 };
  const ends = estimates.map(({ msToEnd }) => msToEnd).filter((ms) => ms !== undefined);
  // No take waits while a renderer is free, so the latest ends are the last ends of the renderers.
  const firstOfLastEnds = ends.sort((a, b) => b - a)[rendererCount - 1];
  return { before, msToStart: ends.length < before ? undefined : firstOfLastEnds };
};

const estimateOf = (
  { id: takeId, roomId, authorId }: BacklogTake,
  times: Pick<QueueEstimate, 'position' | 'msToStart' | 'msToEnd'>,
): QueueEstimate => ({ takeId, roomId, authorId, ...times });

const firstFree = (renderers: readonly PlannedRenderer[]): PlannedRenderer =>
  renderers.reduce((first, one) => (one.freeInMs < first.freeInMs ? one : first));

const cachesFor = (renderer: PlannedRenderer, all: readonly PlannedRenderer[], now: number): RendererCaches => {
  const others = all.filter((one) => one !== renderer);
  return {
    own: renderer.loadedKeys,
    others: others.map((other) => ({
      loadedKeys: other.loadedKeys,
      idleSince: other.freeInMs <= renderer.freeInMs ? now + other.freeInMs : null,
    })),
  };
};
