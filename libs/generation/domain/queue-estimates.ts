import type { WaitReason } from '@visionary/contract';
import { isOverdue, msLeftOf } from './render-timings.js';
import {
  cachesFor,
  estimateRunning,
  type MayRender,
  type PlannedRenderer,
  planRenderers,
  type RenderersNow,
  simulateTake,
  type Timings,
  unknownRenderer,
} from './planned-renderers.js';
import { type BacklogTake, chooseFromRotation, type RunningTake, type Turn } from './scheduling-policy.js';
import { FairScheduler, type LastServed } from './fair-scheduler.js';

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
  /** Why no renderer renders it, if none may. */
  readonly waitReason?: WaitReason | undefined;
}

export interface QueueState extends RenderersNow {
  readonly waiting: readonly BacklogTake[];
  readonly served: readonly LastServed[];
  /** By default every renderer may render every take. */
  readonly mayRender?: MayRender;
  /** Whether the instance has renderers of its own, also when none is known. By default it has. */
  readonly hasOwnRenderers?: boolean;
}

/**
 * Takes that are simulated with renderer memory. Behind them the fair order is good enough: memory is a guess by then, and each
 * simulated take costs more the longer the queue is, so fewer of a longer queue are simulated.
 */
const MAX_SIMULATED = 100;
const FULL_SIMULATION_LENGTH = 1_000;
const maxSimulatedOf = (waiting: number): number =>
  Math.floor(MAX_SIMULATED * Math.min(1, FULL_SIMULATION_LENGTH / Math.max(1, waiting)));

/** A renderer that leaves all waiting takes to others tries again after this time at the earliest. */
const RETRY_MS = 1_500;

/**
 * Simulates the queue with the real scheduling policy, as if no take were added. Starts are estimated from measured renders and
 * loads. There is no estimate behind a take that was never measured, and none of a take that no renderer may render; these
 * come last.
 */
export const estimateQueue = (queueState: QueueState, renderTimings: Timings): QueueEstimate[] => {
  const running = queueState.running.map((take): QueueEstimate => {
    const estimate = estimateRunning(take, queueState, renderTimings);
    const msLeft = estimate && msLeftOf(estimate);
    const msToEnd = !estimate || isOverdue(estimate) ? undefined : Math.max(0, msLeftOf(estimate));
    return {
      ...estimateOf(take, { position: 0, msToStart: 0, msToEnd }),
      msLeft,
      isLoading: isLoading(take, queueState),
    };
  });
  const known = planRenderers(queueState, renderTimings);
  const assumed = unknownRenderer(renderTimings.on({ provider: 'cpu' }), 0, []);
  const renderers = known.length === 0 && queueState.hasOwnRenderers !== false ? [assumed] : known;
  return [...running, ...simulateQueue(queueState, renderers)];
};

const isLoading = ({ id }: RunningTake, { reported, loadOf }: QueueState): boolean =>
  loadOf(id)?.isLoaded === false && !reported(id);

/** The takes that each renderer may render, asked once. */
const takesByRenderer = ({ waiting, mayRender = () => true }: QueueState, renderers: readonly PlannedRenderer[]) =>
  new Map(
    renderers.map((renderer) => {
      const { id } = renderer;
      return [renderer, new Set(id === undefined ? waiting : waiting.filter((take) => mayRender(id, take)))];
    }),
  );

const simulateQueue = (queueState: QueueState, all: readonly PlannedRenderer[]): QueueEstimate[] => {
  const { waiting, served, now } = queueState;
  const takesOf = takesByRenderer(queueState, all);
  const isFor = (renderer: PlannedRenderer, take: BacklogTake) => takesOf.get(renderer)!.has(take);
  const byId = new Map(all.map((renderer) => [renderer.id, renderer]));
  const mayRender: MayRender = (id, take) => isFor(byId.get(id)!, take);
  const [possible, impossible] = partition(waiting, (take) => all.some((renderer) => isFor(renderer, take)));
  const scheduler = FairScheduler.of(possible, served, now);
  const maxSimulated = maxSimulatedOf(possible.length);
  const estimates: QueueEstimate[] = [];
  let renderers = [...all];
  /** @returns `done` if the renderer will never get one of the takes that are left */
  const nextTurn = (renderer: PlannedRenderer): Turn<BacklogTake> | 'none' | 'done' => {
    if (estimates.length >= maxSimulated) return nextInFairOrder(scheduler);
    const mayRenderAll = takesOf.get(renderer)!.size === possible.length;
    const ownTakes = mayRenderAll ? scheduler : scheduler.restrictedTo((take) => isFor(renderer, take));
    if (ownTakes.isEmpty) return 'done';
    const caches = cachesFor(renderer, renderers, now, mayRender);
    return chooseFromRotation(ownTakes, caches, now + renderer.freeInMs) ?? 'none';
  };
  while (estimates.length < possible.length) {
    const renderer = firstFree(renderers);
    const waitMs = renderer.freeInMs;
    const turn = nextTurn(renderer);
    if (turn === 'done') {
      renderers = renderers.filter((one) => one !== renderer);
      continue;
    }
    if (turn === 'none') {
      // Nothing changes before another one is free.
      const others = renderers.filter((one) => one !== renderer).map(({ freeInMs }) => freeInMs);
      renderer.freeInMs = Math.max(waitMs + RETRY_MS, Math.min(...others) + 1);
      continue;
    }
    const { take, overtakes } = turn;
    if (estimates.length < maxSimulated) scheduler.serveNext(take, overtakes, now + waitMs);
    // Any unmeasured renderer might be the first to be free.
    const msToStart = renderers.every(({ isMeasured }) => isMeasured) ? waitMs : undefined;
    simulateTake(renderer, take);
    const msToEnd = msToStart !== undefined && renderer.isMeasured ? renderer.freeInMs : undefined;
    estimates.push(estimateOf(take, { position: estimates.length + 1, msToStart, msToEnd }));
  }
  const unknown = { msToStart: undefined, msToEnd: undefined };
  return [
    ...estimates,
    ...impossible.map((take, index) => estimateOf(take, { position: possible.length + index + 1, ...unknown })),
  ];
};

const partition = <T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] => [
  all.filter(isFirst),
  all.filter((one) => !isFirst(one)),
];

const nextInFairOrder = (scheduler: FairScheduler<BacklogTake>): Turn<BacklogTake> => {
  const take = scheduler.next();
  if (!take) throw new Error('the scheduler has fewer takes than wait');
  return { take, overtakes: [] };
};

/**
 * The position of a new take behind all others.
 * @param knownRenderers how many there are; 0: none, and nobody knows when one will come
 */
export const estimateQueueTail = (
  estimates: readonly QueueEstimate[],
  knownRenderers = 1,
): { before: number; msToStart: number | undefined } => {
  const before = estimates.length;
  const rendererCount = Math.max(knownRenderers, estimates.filter(({ position }) => position === 0).length);
  if (rendererCount === 0) return { before, msToStart: undefined };
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
