import { FairScheduler, MAX_OVERTAKES, type LastServed, type QueuedTake } from './fair-scheduler.js';

export { MAX_OVERTAKES, type LastServed } from './fair-scheduler.js';

/** A take in the line, with what it needs in memory. */
export interface SchedulableTake extends QueuedTake {
  /** The model with its LoRAs; see memoryKeyOf. */
  readonly memoryKey: string;
}

/** Everything that decides whose turn it is, as of `now`. */
export interface QueueSnapshot<T extends SchedulableTake> {
  readonly waiting: readonly T[];
  readonly served: readonly LastServed[];
  readonly now: number;
}

/** What the renderers hold, as `needs` of takes. */
export interface RendererCaches {
  /** Of the renderer that asks for work. */
  readonly own: readonly string[];
  readonly others: readonly OtherRendererCache[];
}

export interface OtherRendererCache {
  readonly loadedKeys: readonly string[];
  /** Since when it has nothing to do; null while it renders or is away. */
  readonly idleSince: number | null;
}

export interface Turn<T> {
  readonly take: T;
  /** Those it goes before out of its turn: each is once more overtaken when it starts. */
  readonly overtakes: readonly T[];
}

/** A take whose model an idle renderer holds is that renderer's; one that has not asked for it by then will not. */
const AFFINITY_WAIT_MS = 1_500;

/**
 * The take that a renderer starts next: of the fair order the first whose model it has in memory, else the first that
 * no renderer has, else the first; as long as nobody who stands before it has been overtaken OVERTAKES_AT_MOST times.
 * Overtaken are all who stand before it, and all others who have waited longer for their turn: a room whose members go
 * before their turn falls back in the rotation, and those in it who waited must not pay for that without end.
 * @returns undefined when nothing waits, or all that waits is another's, who has the model and is free
 */
export const chooseNextTake = <T extends SchedulableTake>(
  line: QueueSnapshot<T>,
  memories: RendererCaches,
): Turn<T> | undefined => chooseFromRotation(FairScheduler.of(line.waiting, line.served, line.now), memories, line.now);

/** As nextTurn, of a line that is at hand already. */
export const chooseFromRotation = <T extends SchedulableTake>(
  line: FairScheduler<T>,
  memories: RendererCaches,
  now: number,
): Turn<T> | undefined => {
  const heads = line.candidates();
  const rankOf = ranking(memories, now);
  const rotation = line.clone();
  const ahead: T[] = [];
  let best: { readonly take: T; readonly place: number; readonly rank: Rank } | undefined;
  for (let take = rotation.next(); take; take = rotation.next()) {
    // A member's takes keep their order.
    const rank = heads.has(take) ? rankOf(take) : SKIP;
    if (rank < (best?.rank ?? SKIP)) best = { take, place: ahead.length, rank };
    if (best?.rank === LOADED_HERE || line.overtakenOf(take) >= MAX_OVERTAKES) break;
    ahead.push(take);
  }
  if (!best) return undefined;
  const { take, place } = best;
  if (place === 0) return { take, overtakes: [] };
  const since = heads.get(take) ?? Infinity;
  const longer = [...heads].filter(([head, waits]) => waits < since && head !== take).map(([head]) => head);
  return { take, overtakes: [...new Set([...ahead.slice(0, place), ...longer])] };
};

/** What it costs this renderer to do a take, the cheapest first. */
const [LOADED_HERE, NOT_LOADED, LOADED_ELSEWHERE, SKIP] = [0, 1, 2, 3] as const;
type Rank = typeof LOADED_HERE | typeof NOT_LOADED | typeof LOADED_ELSEWHERE | typeof SKIP;

const ranking = ({ own, others }: RendererCaches, now: number) => {
  const held = new Set(own);
  return ({ memoryKey, queuedAt }: SchedulableTake): Rank => {
    if (held.has(memoryKey)) return LOADED_HERE;
    const holders = others.filter(({ loadedKeys }) => loadedKeys.includes(memoryKey));
    if (holders.length === 0) return NOT_LOADED;
    const isFree = ({ idleSince }: OtherRendererCache) =>
      idleSince !== null && now - Math.max(idleSince, queuedAt) < AFFINITY_WAIT_MS;
    return holders.some(isFree) ? SKIP : LOADED_ELSEWHERE;
  };
};
