import { isOverdue, msLeftOf, type DeviceTimings, type RenderTimings, type TimeEstimate } from './render-timings.js';
import type { ModelLoad } from './latest-frames.js';
import { isInMemory } from './loras.js';
import { loadedKeysOf, providerOf, measuredDeviceOf } from './renderer-selection.js';
import type { RendererStatus } from './renderers.js';
import { IDLE_WAIT_MS, type BacklogTake, type RendererCaches, type RunningTake } from './scheduling-policy.js';

export type Timings = Pick<RenderTimings, 'on'>;

/** Whether a renderer, by its id, may render a waiting take. */
export type MayRender = (rendererId: string, take: BacklogTake) => boolean;

/** The renderers and what they render, as of `now`, in ms since 1970. */
export interface RenderersNow {
  readonly running: readonly RunningTake[];
  readonly renderers: readonly RendererStatus[];
  readonly now: number;
  /** Of a running take as its renderer reported it with its last step, if this node received a report. */
  readonly reported: (takeId: string) => TimeEstimate | undefined;
  /** Of a running take; undefined if its model was in memory. */
  readonly loadOf: (takeId: string) => ModelLoad | undefined;
}

/** A renderer with what it will do. Times in ms from now. */
export interface PlannedRenderer {
  /** Undefined if it is only known by its running take. */
  readonly id: string | undefined;
  /** Whether it can be left a take: it has started. */
  readonly isReady: boolean;
  readonly isProcessor: boolean;
  /** Until it asks for its next take. */
  freeInMs: number;
  /** When it ended its last take, or will; negative if it is idle. */
  idleAtMs: number;
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

/** The renderers as they are. A running take whose renderer is unknown gets one of its own. */
export const planRenderers = (state: RenderersNow, renderTimings: Timings): PlannedRenderer[] => {
  const { renderers, running, now } = state;
  const available = renderers.filter(({ state: its }) => its !== 'unavailable');
  const planned = available.map((renderer): PlannedRenderer => {
    const take = running.find(({ id }) => id === renderer.attempt?.takeId);
    // A lender might report again and again that it is nearly done.
    const known = renderer.lender ? { ...state, reported: () => undefined } : state;
    const free = freeAfter(take ? remainingMs(take, known, renderTimings) : 0);
    return {
      ...{ id: renderer.id, isReady: renderer.state !== 'starting', isProcessor: providerOf(renderer) === 'cpu' },
      ...free,
      idleAtMs: take || renderer.idleSince === null ? free.freeInMs : Math.min(0, renderer.idleSince - now),
      loadedKeys: loadedKeysOf(renderer, running),
      budgetBytes: renderer.pool?.budgetBytes ?? Infinity,
      timings: renderTimings.on(measuredDeviceOf(renderer)),
    };
  });
  const unassigned = running.filter(({ id }) => !available.some(({ attempt }) => attempt?.takeId === id));
  const timings = renderTimings.on(measuredDeviceOf(available[0] ?? {}));
  const unknown = unassigned.map((take) =>
    unknownRenderer(timings, remainingMs(take, state, renderTimings), [take.memoryKey]),
  );
  return [...planned, ...unknown];
};

/** One that is only known by its running take, or that will start. @param remaining undefined if that is not known */
export const unknownRenderer = (
  timings: DeviceTimings,
  remaining: number | undefined,
  loadedKeys: readonly string[],
): PlannedRenderer => {
  const free = freeAfter(remaining);
  const unknown = { id: undefined, isReady: false, isProcessor: true, budgetBytes: Infinity };
  return { ...unknown, ...free, idleAtMs: free.freeInMs, loadedKeys, timings };
};

const freeAfter = (ms: number | undefined): Pick<PlannedRenderer, 'freeInMs' | 'isMeasured'> => ({
  freeInMs: ms ?? ASSUMED_RENDER_MS,
  isMeasured: ms !== undefined,
});

const remainingMs = (take: RunningTake, state: RenderersNow, renderTimings: Timings): number | undefined => {
  const estimate = estimateRunning(take, state, renderTimings);
  return !estimate || isOverdue(estimate) ? undefined : Math.max(0, msLeftOf(estimate));
};

/** From its renderer after the first step, else from measured renders and loads. */
export const estimateRunning = (
  take: RunningTake,
  { now, reported, loadOf, renderers }: RenderersNow,
  renderTimings: Timings,
): TimeEstimate | undefined => {
  const byRenderer = reported(take.id);
  if (byRenderer) return byRenderer;
  const renderer = renderers.find(({ attempt }) => attempt?.takeId === take.id) ?? renderers[0];
  const { steps, loads } = renderTimings.on(measuredDeviceOf(renderer ?? {}));
  const load = loadOf(take.id);
  const loadMs = load ? loads.loadMs(take.memoryKey) : 0;
  const renderMs = steps.renderMs(take);
  if (loadMs === undefined || renderMs === undefined) return undefined;
  return { expectedMs: loadMs + renderMs, elapsedMs: now - (load?.since ?? take.startedAt) };
};

/** How long a renderer needs for a take, loading included. @returns undefined if it was never measured on this device */
const msOn = (
  { timings: { steps, loads }, loadedKeys }: PlannedRenderer,
  { memoryKey, settings, promptParts }: BacklogTake,
): number | undefined => {
  const renderMs = settings && steps.renderMs({ settings, promptParts });
  if (renderMs === undefined) return undefined;
  return renderMs + (isInMemory(loadedKeys, memoryKey) ? 0 : (loads.loadMs(memoryKey) ?? 0));
};

/** Simulates a take: loads its model if necessary, which may evict the least recently used ones. */
export const simulateTake = (renderer: PlannedRenderer, take: BacklogTake): void => {
  const { loads } = renderer.timings;
  const { memoryKey } = take;
  const ms = msOn(renderer, take);
  const loadMs = isInMemory(renderer.loadedKeys, memoryKey) ? 0 : (loads.loadMs(memoryKey) ?? 0);
  const loadedKeys = [memoryKey, ...renderer.loadedKeys.filter((key) => key !== memoryKey)];
  const bytes = () => loadedKeys.reduce((sum, key) => sum + (loads.bytes(key) ?? 0), 0);
  while (loadedKeys.length > 1 && bytes() > renderer.budgetBytes) loadedKeys.pop();
  renderer.loadedKeys = loadedKeys;
  renderer.freeInMs += ms ?? loadMs + ASSUMED_RENDER_MS;
  renderer.idleAtMs = renderer.freeInMs;
  renderer.isMeasured &&= ms !== undefined;
};

/** What the policy knows when `asking` chooses, which is `asking.freeInMs` after `now`. */
export const cachesFor = (
  asking: PlannedRenderer,
  all: readonly PlannedRenderer[],
  now: number,
  mayRender: MayRender,
): RendererCaches<BacklogTake> => {
  const others = all.filter((one) => one !== asking);
  return {
    own: asking.loadedKeys,
    idleSince: now + asking.idleAtMs,
    others: others.map(({ id, loadedKeys, isReady, idleAtMs }) => ({
      loadedKeys,
      isIdle: isReady && idleAtMs <= asking.freeInMs,
      mayRender: (take) => id !== undefined && mayRender(id, take),
    })),
    endsSoonerElsewhere: soonerElsewhere(asking, others, now, mayRender),
  };
};

/** A take is left to another renderer if it ends there sooner by this time, and by this share of its time here. */
const MIN_GAIN = { ms: 500, share: 0.2 };
/** How much longer the processor needs for a take that only a device was measured with. A guess, good until it was measured. */
const ASSUMED_PROCESSOR_FACTOR = 10;

/**
 * Earliest completion time: takes that end sooner on another renderer, although it is busy or has to load the model, are left to
 * it, in fair order, each behind those before it. None is left for longer than it takes here, so that it ends at the latest
 * after twice that time.
 */
const soonerElsewhere = (
  asking: PlannedRenderer,
  others: readonly PlannedRenderer[],
  now: number,
  mayRender: MayRender,
): ((take: BacklogTake) => boolean | undefined) => {
  const ready = others.filter(({ isReady, id }) => isReady && id !== undefined);
  const leftMs = new Map<PlannedRenderer, number>();
  const leftTo = (rival: PlannedRenderer) => leftMs.get(rival) ?? 0;
  return (take) => {
    const rivals = ready.filter(({ id }) => mayRender(id!, take));
    const measured = rivals.flatMap((rival) => {
      const ms = rival.isMeasured ? msOn(rival, take) : undefined;
      const waitMs = Math.max(0, rival.freeInMs - asking.freeInMs) + leftTo(rival);
      return ms === undefined ? [] : [{ rival, ms, waitMs }];
    });
    const [best] = measured.sort((a, b) => a.waitMs + a.ms - b.waitMs - b.ms);
    if (!best) return undefined;
    const isGuessed = asking.isProcessor && !best.rival.isProcessor;
    const hereMs = msOn(asking, take) ?? (isGuessed ? ASSUMED_PROCESSOR_FACTOR * best.ms : undefined);
    if (hereMs === undefined) return undefined;
    const gainMs = hereMs - best.waitMs - best.ms;
    const waitedMs = asking.freeInMs - Math.max(asking.idleAtMs, take.queuedAt - now);
    const longestWaitMs = best.waitMs > 0 ? hereMs : Math.min(hereMs, IDLE_WAIT_MS);
    if (gainMs >= Math.max(MIN_GAIN.ms, MIN_GAIN.share * hereMs) && waitedMs < longestWaitMs) {
      leftMs.set(best.rival, leftTo(best.rival) + best.ms);
      return true;
    }
    return measured.length === rivals.length ? false : undefined;
  };
};
