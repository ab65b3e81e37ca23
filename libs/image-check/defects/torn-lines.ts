import type { RawImage } from '../image.js';
import { columnsOf, distance, rowsOf, type ScanAxis } from './seams.js';

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
 * Lines at which the image goes on as before, only sideways: bands of rows, or of columns, that slid out of their place.
 * An edge in the image itself does not fit better anywhere else.
 */
export function tornLines(image: RawImage): number {
  return Math.max(tornAlong(image.data, rowsOf(image)), tornAlong(image.data, columnsOf(image)));
}

function tornAlong(data: Uint8Array, scanAxis: ScanAxis): number {
  const step = Math.max(1, Math.floor(scanAxis.length / SAMPLES));
  const breaks = new Float64Array(scanAxis.lines);
  for (let line = 1; line < scanAxis.lines; line++) breaks[line] = apart(data, scanAxis, line, 0, step);
  const candidates = Array.from(breaks.keys())
    .filter((line) => line > 0 && breaks[line]! > LEAST_BREAK && breaks[line]! > TIMES_USUAL * usual(breaks, line))
    .sort((one, other) => breaks[other]! - breaks[one]!)
    .slice(0, MOST_CANDIDATES)
    .filter((line) => changedShare(data, scanAxis, line, step) >= LEAST_SHARE);
  return candidates.filter((line) => fitsElsewhere(data, scanAxis, line, step, breaks[line]!)).length;
}

function fitsElsewhere(data: Uint8Array, scanAxis: ScanAxis, line: number, step: number, here: number): boolean {
  const farthest = Math.floor(scanAxis.length * 0.6);
  for (let shift = SMALLEST_SHIFT; shift <= farthest; shift++) {
    const limit = here * FITS_BETTER;
    if (apart(data, scanAxis, line, shift, step, limit) < limit) return true;
    if (apart(data, scanAxis, line, -shift, step, limit) < limit) return true;
  }
  return false;
}

/**
 * How far a line lies from the one before it, on average over what of them lies side by side once it is shifted.
 * @param limit beyond it nobody asks by how much
 */
function apart(
  data: Uint8Array,
  scanAxis: ScanAxis,
  line: number,
  shift: number,
  step: number,
  limit = Infinity,
): number {
  const from = Math.max(0, -shift);
  const to = Math.min(scanAxis.length, scanAxis.length - shift);
  const [here, before] = [line * scanAxis.across, (line - 1) * scanAxis.across];
  const most = (limit * (to - from)) / step;
  let sum = 0;
  let count = 0;
  for (let place = from; place < to && sum <= most; place += step, count++) {
    sum += distance(data, here + place * scanAxis.along, before + (place + shift) * scanAxis.along);
  }
  return sum > most ? Infinity : sum / count;
}

function changedShare(data: Uint8Array, scanAxis: ScanAxis, line: number, step: number): number {
  let changed = 0;
  let count = 0;
  for (let place = 0; place < scanAxis.length; place += step, count++) {
    const at = line * scanAxis.across + place * scanAxis.along;
    if (distance(data, at, at - scanAxis.across) > CHANGED) changed += 1;
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
