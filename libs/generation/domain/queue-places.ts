import type { StepTimes } from './step-times.js';
import type { LinedTake, RunningTake } from './takes.js';

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
  /** In the order they will start. */
  readonly waiting: readonly LinedTake[];
  readonly now: number;
  /** Left of a running take as its renderer says, where this node has heard it. */
  readonly msLeft: (takeId: string) => number | undefined;
}

/**
 * Where everybody stands in the line. A start is estimated by letting the renderers that work now take the line one by one;
 * after the first take of which nothing was measured there is no estimate.
 */
export const placesOf = ({ running, waiting, now, msLeft }: Line, times: StepTimes): Place[] => {
  const left = (take: RunningTake): number | undefined => {
    const whole = times.renderMs(take.settings);
    return msLeft(take.id) ?? (whole === undefined ? undefined : Math.max(0, whole - (now - take.startedAt)));
  };
  const places: Place[] = running.map((take) => ({
    takeId: take.id,
    roomId: take.roomId,
    authorId: take.authorId,
    position: 0,
    msToStart: 0,
    msToEnd: left(take),
  }));
  // When each renderer is free. Idle ones are not known: a line without running takes starts at once.
  const free = running.length ? places.map(({ msToEnd }) => msToEnd) : [0];
  waiting.forEach(({ id, roomId, authorId, settings }, index) => {
    const msToStart = soonest(free);
    const takes = times.renderMs(settings);
    const msToEnd = msToStart === undefined || takes === undefined ? undefined : msToStart + takes;
    places.push({ takeId: id, roomId, authorId, position: index + 1, msToStart, msToEnd });
    free[msToStart === undefined ? 0 : free.indexOf(msToStart)] = msToEnd;
  });
  return places;
};

/** Where a take asked for now would stand: behind everybody. */
export const endOf = (places: readonly Place[]): { before: number; msToStart: number | undefined } => {
  if (places.length === 0) return { before: 0, msToStart: 0 };
  const renderers = Math.max(1, places.filter(({ position }) => position === 0).length);
  const ends = places.map(({ msToEnd }) => msToEnd).filter((ms) => ms !== undefined);
  // Nobody waits for one renderer while another is free, so the last ends of all renderers are the latest ends of all.
  const soonestLast = ends.sort((a, b) => b - a)[renderers - 1];
  return { before: places.length, msToStart: ends.length < places.length ? undefined : soonestLast };
};

/** Unknown as long as any is unknown: that one might be the soonest. */
const soonest = (free: readonly (number | undefined)[]): number | undefined =>
  free.every((ms) => ms !== undefined) ? Math.min(...free) : undefined;
