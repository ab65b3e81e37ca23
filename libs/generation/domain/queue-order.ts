import { FairRotation, OVERTAKES_AT_MOST, type ServedMember, type WaitingTake } from './fair-rotation.js';

export { OVERTAKES_AT_MOST, type ServedMember } from './fair-rotation.js';

/** A take in the line, with what it needs in memory. */
export interface LinedUp extends WaitingTake {
  /** The model with its LoRAs; see memoryKeyOf. */
  readonly needs: string;
}

/** Everything that decides whose turn it is, as of `now`. */
export interface WaitingLine<T extends LinedUp> {
  readonly waiting: readonly T[];
  readonly served: readonly ServedMember[];
  readonly now: number;
}

/** What the renderers hold, as `needs` of takes. */
export interface RendererMemories {
  /** Of the renderer that asks for work. */
  readonly mine: readonly string[];
  readonly others: readonly OtherMemory[];
}

export interface OtherMemory {
  readonly holds: readonly string[];
  /** Since when it has nothing to do; null while it renders or is away. */
  readonly idleSince: number | null;
}

export interface Turn<T> {
  readonly take: T;
  /** Those it goes before out of its turn: each is once more overtaken when it starts. */
  readonly overtakes: readonly T[];
}

/** A take whose model an idle renderer holds is that renderer's; one that has not asked for it by then will not. */
const LEFT_TO_THE_HOLDER_MS = 1_500;

/**
 * The take that a renderer starts next: of the fair order the first whose model it has in memory, else the first that
 * no renderer has, else the first; as long as nobody who stands before it has been overtaken OVERTAKES_AT_MOST times.
 * Overtaken are all who stand before it, and all others who have waited longer for their turn: a room whose members go
 * before their turn falls back in the rotation, and those in it who waited must not pay for that without end.
 * @returns undefined when nothing waits, or all that waits is another's, who has the model and is free
 */
export const nextTurn = <T extends LinedUp>(line: WaitingLine<T>, memories: RendererMemories): Turn<T> | undefined =>
  chooseTurn(FairRotation.of(line.waiting, line.served, line.now), memories, line.now);

/** As nextTurn, of a line that is at hand already. */
export const chooseTurn = <T extends LinedUp>(
  line: FairRotation<T>,
  memories: RendererMemories,
  now: number,
): Turn<T> | undefined => {
  const heads = line.heads();
  const rankOf = ranking(memories, now);
  const rotation = line.fork();
  const ahead: T[] = [];
  let best: { readonly take: T; readonly place: number; readonly rank: Rank } | undefined;
  for (let take = rotation.next(); take; take = rotation.next()) {
    // A member's takes keep their order.
    const rank = heads.has(take) ? rankOf(take) : LEAVE;
    if (rank < (best?.rank ?? LEAVE)) best = { take, place: ahead.length, rank };
    if (best?.rank === MINE || line.overtakenOf(take) >= OVERTAKES_AT_MOST) break;
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
const [MINE, NOBODYS, SOMEBODYS, LEAVE] = [0, 1, 2, 3] as const;
type Rank = typeof MINE | typeof NOBODYS | typeof SOMEBODYS | typeof LEAVE;

const ranking = ({ mine, others }: RendererMemories, now: number) => {
  const held = new Set(mine);
  return ({ needs, queuedAt }: LinedUp): Rank => {
    if (held.has(needs)) return MINE;
    const holders = others.filter(({ holds }) => holds.includes(needs));
    if (holders.length === 0) return NOBODYS;
    const isFree = ({ idleSince }: OtherMemory) =>
      idleSince !== null && now - Math.max(idleSince, queuedAt) < LEFT_TO_THE_HOLDER_MS;
    return holders.some(isFree) ? LEAVE : SOMEBODYS;
  };
};
