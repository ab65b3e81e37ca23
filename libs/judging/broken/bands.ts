import type { RawPicture } from '../picture.js';
import { columnsOf, distance, rowsOf, type Walk } from './seams.js';

/** Lines are compared at so many places. */
const SAMPLES = 128;
/** Lines that differ by more than this from the one before, and by so many times what is usual near them, are looked at. */
const LEAST_BREAK = 9;
const TIMES_USUAL = 3;
const NEAR = 6;
const MOST_CANDIDATES = 24;
/** So much of the line must have changed at once: a star on a night sky is a whole line's only light. */
const LEAST_SHARE = 0.15;
const CHANGED = 12;
/** Shifted by some pixels, a line that was torn off fits the one before it so much better. */
const FITS_BETTER = 0.4;
const SMALLEST_SHIFT = 3;

/**
 * Lines at which the picture goes on as before, only sideways: bands of rows, or of columns, that slid out of their place.
 * An edge in the picture itself does not fit better anywhere else.
 */
export function tornLines(picture: RawPicture): number {
  return Math.max(tornAlong(picture.data, rowsOf(picture)), tornAlong(picture.data, columnsOf(picture)));
}

function tornAlong(data: Uint8Array, walk: Walk): number {
  const step = Math.max(1, Math.floor(walk.length / SAMPLES));
  const breaks = new Float64Array(walk.lines);
  for (let line = 1; line < walk.lines; line++) breaks[line] = apart(data, walk, line, 0, step);
  const candidates = Array.from(breaks.keys())
    .filter((line) => line > 0 && breaks[line]! > LEAST_BREAK && breaks[line]! > TIMES_USUAL * usual(breaks, line))
    .sort((one, other) => breaks[other]! - breaks[one]!)
    .slice(0, MOST_CANDIDATES)
    .filter((line) => changedShare(data, walk, line, step) >= LEAST_SHARE);
  return candidates.filter((line) => fitsElsewhere(data, walk, line, step, breaks[line]!)).length;
}

function fitsElsewhere(data: Uint8Array, walk: Walk, line: number, step: number, here: number): boolean {
  const farthest = Math.floor(walk.length * 0.6);
  for (let shift = SMALLEST_SHIFT; shift <= farthest; shift++) {
    const limit = here * FITS_BETTER;
    if (apart(data, walk, line, shift, step, limit) < limit) return true;
    if (apart(data, walk, line, -shift, step, limit) < limit) return true;
  }
  return false;
}

/**
 * How far a line lies from the one before it, on average over what of them lies side by side once it is shifted.
 * @param limit beyond it nobody asks by how much
 */
function apart(data: Uint8Array, walk: Walk, line: number, shift: number, step: number, limit = Infinity): number {
  const from = Math.max(0, -shift);
  const to = Math.min(walk.length, walk.length - shift);
  const [here, before] = [line * walk.across, (line - 1) * walk.across];
  const most = (limit * (to - from)) / step;
  let sum = 0;
  let count = 0;
  for (let place = from; place < to && sum <= most; place += step, count++) {
    sum += distance(data, here + place * walk.along, before + (place + shift) * walk.along);
  }
  return sum > most ? Infinity : sum / count;
}

function changedShare(data: Uint8Array, walk: Walk, line: number, step: number): number {
  let changed = 0;
  let count = 0;
  for (let place = 0; place < walk.length; place += step, count++) {
    const at = line * walk.across + place * walk.along;
    if (distance(data, at, at - walk.across) > CHANGED) changed += 1;
  }
  return changed / count;
}

/** The median of what lies near. */
function usual(breaks: Float64Array, line: number): number {
  const near: number[] = [];
  for (let other = Math.max(1, line - NEAR); other <= Math.min(breaks.length - 1, line + NEAR); other++) {
    if (other !== line) near.push(breaks[other]!);
  }
  return near.sort((one, other) => one - other)[Math.floor(near.length / 2)] ?? 0;
}
