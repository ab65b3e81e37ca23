import type { RenderTimings } from './render-timings.js';
import { FairScheduler } from './fair-scheduler.js';
import { chooseFromRotation, type RendererCaches, type LastServed } from './scheduling-policy.js';
import { type PlannedRenderer, planRenderers, useRenderer } from './simulated-renderers.js';
import type { RendererStatus } from './renderers.js';
import type { BacklogTake, RunningTake } from './take-queue.js';

export interface QueueEstimate {
  readonly takeId: string;
  readonly roomId: string;
  readonly authorId: string;
  /** 0 renders now, 1 is next. */
  readonly position: number;
  readonly msToStart: number | undefined;
  readonly msToEnd: number | undefined;
}

export interface QueueState {
  readonly running: readonly RunningTake[];
  readonly waiting: readonly BacklogTake[];
  readonly served: readonly LastServed[];
  readonly renderers: readonly RendererStatus[];
  readonly now: number;
  /** Left of a running take as its renderer says, where this node has heard it. */
  readonly msLeft: (takeId: string) => number | undefined;
}

/**
 * Behind so many the fair order alone says enough: what memory holds by then is a guess, and imagining takes time. It
 * takes longer the more takes wait, so of a longer queue less is imagined.
 */
const MAX_SIMULATED = 100;
const IMAGINED_WAITING = 1_000;
const imaginedOf = (waiting: number): number =>
  Math.floor(MAX_SIMULATED * Math.min(1, IMAGINED_WAITING / Math.max(1, waiting)));

/** A renderer that leaves all that waits to another asks again after so long. */
const ASKS_AGAIN_MS = 1_500;

/**
 * Where everybody stands: the future as it would be if nobody came, by the rule that really gives the turns. Starts are
 * estimated from measured renders and loads; after the first take of which nothing was measured there is no estimate.
 */
export const estimateQueue = (queueState: QueueState, renderTimings: RenderTimings): QueueEstimate[] => {
  const left = (take: RunningTake): number | undefined => {
    const whole = renderTimings.steps.renderMs(take.settings);
    return (
      queueState.msLeft(take.id) ??
      (whole === undefined ? undefined : Math.max(0, whole - (queueState.now - take.startedAt)))
    );
  };
  const running = queueState.running.map((take): QueueEstimate =>
    placeOf(take, { position: 0, msToStart: 0, msToEnd: left(take) }),
  );
  const renderers = planRenderers(queueState.renderers, queueState.running, left);
  return [...running, ...simulate(queueState, renderers, renderTimings)];
};

const simulate = (
  queueState: QueueState,
  renderers: PlannedRenderer[],
  renderTimings: RenderTimings,
): QueueEstimate[] => {
  const rotation = FairScheduler.of(queueState.waiting, queueState.served, queueState.now);
  const imagined = imaginedOf(queueState.waiting.length);
  const places: QueueEstimate[] = [];
  while (places.length < queueState.waiting.length) {
    const renderer = soonest(renderers);
    const inMs = renderer.freeInMs;
    const now = queueState.now + inMs;
    const isFar = places.length >= imagined;
    const turn = isFar
      ? inTurn(rotation)
      : chooseFromRotation(rotation, memories(renderer, renderers, queueState.now), now);
    if (!turn) {
      renderer.freeInMs += ASKS_AGAIN_MS;
      continue;
    }
    const { take, overtakes } = turn;
    if (!isFar) rotation.serveNext(take, overtakes, now);
    // Unknown as long as any is unknown: that one might be the soonest.
    const msToStart = renderers.every(({ isMeasured }) => isMeasured) ? inMs : undefined;
    useRenderer(
      renderer,
      take.memoryKey,
      take.settings && renderTimings.steps.renderMs(take.settings),
      renderTimings.loads,
    );
    const msToEnd = msToStart !== undefined && renderer.isMeasured ? renderer.freeInMs : undefined;
    places.push(placeOf(take, { position: places.length + 1, msToStart, msToEnd }));
  }
  return places;
};

const inTurn = (rotation: FairScheduler<BacklogTake>): { take: BacklogTake; overtakes: [] } | undefined => {
  const take = rotation.next();
  return take && { take, overtakes: [] };
};

/**
 * Where a take asked for now would stand: behind everybody.
 * @param renderers how many there are, as far as is known
 */
export const estimateQueueTail = (
  places: readonly QueueEstimate[],
  renderers = 1,
): { before: number; msToStart: number | undefined } => {
  const before = places.length;
  const all = Math.max(1, renderers, places.filter(({ position }) => position === 0).length);
  if (before < all) return { before, msToStart: 0 };
  const ends = places.map(({ msToEnd }) => msToEnd).filter((ms) => ms !== undefined);
  // Nobody waits for one renderer while another is free, so the last ends of all renderers are the latest ends of all.
  const soonestLast = ends.sort((a, b) => b - a)[all - 1];
  return { before, msToStart: ends.length < before ? undefined : soonestLast };
};

const placeOf = (
  { id: takeId, roomId, authorId }: BacklogTake,
  when: Pick<QueueEstimate, 'position' | 'msToStart' | 'msToEnd'>,
): QueueEstimate => ({ takeId, roomId, authorId, ...when });

const soonest = (renderers: readonly PlannedRenderer[]): PlannedRenderer =>
  renderers.reduce((first, one) => (one.freeInMs < first.freeInMs ? one : first));

const memories = (asking: PlannedRenderer, all: readonly PlannedRenderer[], now: number): RendererCaches => {
  const others = all.filter((one) => one !== asking);
  return {
    own: asking.holds,
    others: others.map((other) => ({
      loadedKeys: other.holds,
      idleSince: other.freeInMs <= asking.freeInMs ? now + other.freeInMs : null,
    })),
  };
};
