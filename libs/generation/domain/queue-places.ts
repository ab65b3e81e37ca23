import type { Measures } from './measures.js';
import { FairRotation } from './fair-rotation.js';
import { chooseTurn, type RendererMemories, type ServedMember } from './queue-order.js';
import { type PlannedRenderer, planRenderers, useRenderer } from './renderer-plan.js';
import type { RendererStatus } from './renderers.js';
import type { LinedTake, RunningTake } from './turns.js';

export interface Place {
  readonly takeId: string;
  readonly roomId: string;
  readonly authorId: string;
  /** 0 renders now, 1 is next. */
  readonly position: number;
  readonly msToStart: number | undefined;
  readonly msToEnd: number | undefined;
}

export interface Line {
  readonly running: readonly RunningTake[];
  readonly waiting: readonly LinedTake[];
  readonly served: readonly ServedMember[];
  readonly renderers: readonly RendererStatus[];
  readonly now: number;
  /** Left of a running take as its renderer says, where this node has heard it. */
  readonly msLeft: (takeId: string) => number | undefined;
}

/**
 * Behind so many the fair order alone says enough: what memory holds by then is a guess, and imagining takes time. It
 * takes longer the more takes wait, so of a longer queue less is imagined.
 */
const IMAGINED_AT_MOST = 100;
const IMAGINED_WAITING = 1_000;
const imaginedOf = (waiting: number): number =>
  Math.floor(IMAGINED_AT_MOST * Math.min(1, IMAGINED_WAITING / Math.max(1, waiting)));

/** A renderer that leaves all that waits to another asks again after so long. */
const ASKS_AGAIN_MS = 1_500;

/**
 * Where everybody stands: the future as it would be if nobody came, by the rule that really gives the turns. Starts are
 * estimated from measured renders and loads; after the first take of which nothing was measured there is no estimate.
 */
export const placesOf = (line: Line, measures: Measures): Place[] => {
  const left = (take: RunningTake): number | undefined => {
    const whole = measures.steps.renderMs(take.settings);
    return line.msLeft(take.id) ?? (whole === undefined ? undefined : Math.max(0, whole - (line.now - take.startedAt)));
  };
  const running = line.running.map((take): Place => placeOf(take, { position: 0, msToStart: 0, msToEnd: left(take) }));
  const renderers = planRenderers(line.renderers, line.running, left);
  return [...running, ...imagine(line, renderers, measures)];
};

const imagine = (line: Line, renderers: PlannedRenderer[], measures: Measures): Place[] => {
  const rotation = FairRotation.of(line.waiting, line.served, line.now);
  const imagined = imaginedOf(line.waiting.length);
  const places: Place[] = [];
  while (places.length < line.waiting.length) {
    const renderer = soonest(renderers);
    const inMs = renderer.freeInMs;
    const now = line.now + inMs;
    const isFar = places.length >= imagined;
    const turn = isFar ? inTurn(rotation) : chooseTurn(rotation, memories(renderer, renderers, line.now), now);
    if (!turn) {
      renderer.freeInMs += ASKS_AGAIN_MS;
      continue;
    }
    const { take, overtakes } = turn;
    if (!isFar) rotation.give(take, overtakes, now);
    // Unknown as long as any is unknown: that one might be the soonest.
    const msToStart = renderers.every(({ isMeasured }) => isMeasured) ? inMs : undefined;
    useRenderer(renderer, take.needs, take.settings && measures.steps.renderMs(take.settings), measures.loads);
    const msToEnd = msToStart !== undefined && renderer.isMeasured ? renderer.freeInMs : undefined;
    places.push(placeOf(take, { position: places.length + 1, msToStart, msToEnd }));
  }
  return places;
};

const inTurn = (rotation: FairRotation<LinedTake>): { take: LinedTake; overtakes: [] } | undefined => {
  const take = rotation.next();
  return take && { take, overtakes: [] };
};

/**
 * Where a take asked for now would stand: behind everybody.
 * @param renderers how many there are, as far as is known
 */
export const endOf = (places: readonly Place[], renderers = 1): { before: number; msToStart: number | undefined } => {
  const before = places.length;
  const all = Math.max(1, renderers, places.filter(({ position }) => position === 0).length);
  if (before < all) return { before, msToStart: 0 };
  const ends = places.map(({ msToEnd }) => msToEnd).filter((ms) => ms !== undefined);
  // Nobody waits for one renderer while another is free, so the last ends of all renderers are the latest ends of all.
  const soonestLast = ends.sort((a, b) => b - a)[all - 1];
  return { before, msToStart: ends.length < before ? undefined : soonestLast };
};

const placeOf = (
  { id: takeId, roomId, authorId }: LinedTake,
  when: Pick<Place, 'position' | 'msToStart' | 'msToEnd'>,
): Place => ({ takeId, roomId, authorId, ...when });

const soonest = (renderers: readonly PlannedRenderer[]): PlannedRenderer =>
  renderers.reduce((first, one) => (one.freeInMs < first.freeInMs ? one : first));

const memories = (asking: PlannedRenderer, all: readonly PlannedRenderer[], now: number): RendererMemories => {
  const others = all.filter((one) => one !== asking);
  return {
    mine: asking.holds,
    others: others.map((other) => ({
      holds: other.holds,
      idleSince: other.freeInMs <= asking.freeInMs ? now + other.freeInMs : null,
    })),
  };
};
