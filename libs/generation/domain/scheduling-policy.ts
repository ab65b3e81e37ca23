import type { TakeSettings } from '@visionary/contract';
import { FairScheduler, type LastServed, MAX_OVERTAKES, type QueuedTake } from './fair-scheduler.js';
import { isInMemory } from './loras.js';

/** A queued take with what it needs in memory. */
export interface SchedulableTake extends QueuedTake {
  /** The model with its LoRAs; see `modelMemoryKey`. */
  readonly memoryKey: string;
}

/** A queued take as it is read from the database. */
export interface BacklogTake extends SchedulableTake {
  readonly model: string;
  /** A renderer, or its machine, was lost during it. */
  readonly wasLost?: boolean;
  /** Undefined if only the order was read. */
  readonly settings: TakeSettings | undefined;
  /** Of its prompt, between ANDs. 1 by default. */
  readonly promptParts?: number | undefined;
}

export interface RunningTake extends BacklogTake {
  readonly settings: TakeSettings;
  readonly startedAt: number;
}

/** All takes that wait or render. */
export interface Backlog {
  readonly waiting: readonly BacklogTake[];
  readonly running: readonly RunningTake[];
}

/** The queue as it concerns one renderer. */
export interface RendererView {
  /** The waiting takes that it may render. */
  readonly suitable: readonly BacklogTake[];
  readonly caches: RendererCaches<BacklogTake>;
}

/** Everything that decides which take is next, as of `now`. */
export interface QueueSnapshot<T extends SchedulableTake> {
  readonly waiting: readonly T[];
  readonly served: readonly LastServed[];
  readonly now: number;
}

/** Memory keys that renderers have loaded. */
export interface RendererCaches<T = SchedulableTake> {
  /** Of the renderer that asks for work. */
  readonly own: readonly string[];
  /** Since when it waits for a take, in ms since 1970. Takes wait since they were queued where it is absent. */
  readonly idleSince?: number;
  readonly others: readonly OtherRendererCache<T>[];
  /**
   * Asked in fair order. Whether a take ends so much sooner on another renderer that it is left to it; undefined if that is
   * not known.
   */
  readonly endsSoonerElsewhere?: (take: T) => boolean | undefined;
}

export interface OtherRendererCache<T = SchedulableTake> {
  readonly loadedKeys: readonly string[];
  readonly isIdle: boolean;
  /** By default all takes. */
  readonly mayRender?: (take: T) => boolean;
}

export interface Turn<T> {
  readonly take: T;
  /** Takes that it overtakes. Each one's count rises when it starts. */
  readonly overtakes: readonly T[];
}

/** A take is left to an idle renderer that has its model loaded for this long, then to any renderer. */
export const IDLE_WAIT_MS = 1_500;

/**
 * Chooses the next take of a renderer: in fair order the first whose model it has loaded, else the first that no renderer has
 * loaded, else the first. Takes that end sooner elsewhere are left. No take is overtaken more than MAX_OVERTAKES times.
 * A take overtakes all takes before it and all members who have waited longer: a room whose members overtake falls back in the
 * rotation, which must not delay its waiting members without bound.
 * @returns undefined if nothing waits, or all waiting takes are left to idle renderers
 */
export const chooseNextTake = <T extends SchedulableTake>(
  queue: QueueSnapshot<T>,
  caches: RendererCaches<T>,
): Turn<T> | undefined =>
  chooseFromRotation(FairScheduler.of(queue.waiting, queue.served, queue.now), caches, queue.now);

/** As `chooseNextTake`, for an existing scheduler. */
export const chooseFromRotation = <T extends SchedulableTake>(
  scheduler: FairScheduler<T>,
  caches: RendererCaches<T>,
  now: number,
): Turn<T> | undefined => {
  const candidates = scheduler.candidates();
  const rankOf = ranking(caches, now);
  const rotation = scheduler.clone();
  const ahead: T[] = [];
  let best: { readonly take: T; readonly place: number; readonly rank: Rank } | undefined;
  for (let take = rotation.next(); take; take = rotation.next()) {
    const isOverdue = scheduler.overtakenOf(take) >= MAX_OVERTAKES;
    const isLeft = isOverdue ? false : caches.endsSoonerElsewhere?.(take);
    // A member's takes keep their order.
    const rank = candidates.has(take) && isLeft !== true ? rankOf(take, isLeft === undefined) : SKIP;
    if (rank < (best?.rank ?? SKIP)) best = { take, place: ahead.length, rank };
    if (best?.rank === LOADED_HERE || isOverdue) break;
    ahead.push(take);
  }
  if (!best) return undefined;
  const { take, place } = best;
  if (place === 0) return { take, overtakes: [] };
  const waitingSince = candidates.get(take) ?? Infinity;
  const longerWaiting = [...candidates]
    .filter(([one, waits]) => waits < waitingSince && one !== take)
    .map(([one]) => one);
  return { take, overtakes: [...new Set([...ahead.slice(0, place), ...longerWaiting])] };
};

/** Cost of a take for this renderer, cheapest first. */
const [LOADED_HERE, NOT_LOADED, LOADED_ELSEWHERE, SKIP] = [0, 1, 2, 3] as const;
type Rank = typeof LOADED_HERE | typeof NOT_LOADED | typeof LOADED_ELSEWHERE | typeof SKIP;

const ranking = <T extends SchedulableTake>({ own, idleSince = 0, others }: RendererCaches<T>, now: number) => {
  /** @param leavesToIdle whether a take is left to an idle renderer that has its model loaded */
  return (take: T, leavesToIdle: boolean): Rank => {
    const { memoryKey, queuedAt } = take;
    if (isInMemory(own, memoryKey)) return LOADED_HERE;
    const holders = others.filter(
      ({ loadedKeys, mayRender }) => isInMemory(loadedKeys, memoryKey) && (mayRender?.(take) ?? true),
    );
    if (holders.length === 0) return NOT_LOADED;
    // By its own clock: the other one might say again and again that it has just become idle.
    const hasWaited = now - Math.max(idleSince, queuedAt) >= IDLE_WAIT_MS;
    return leavesToIdle && !hasWaited && holders.some(({ isIdle }) => isIdle) ? SKIP : LOADED_ELSEWHERE;
  };
};
