import type { RawImage } from '../image.js';
import { columnsOf, distance, rowsOf, type ScanAxis } from './seams.js';

/** Pixels compared per line. */
const SAMPLES = 128;
/** A candidate differs from the line before it by more than this, and by a multiple of the median nearby. */
const MIN_BREAK = 9;
const MIN_RATIO_TO_MEDIAN = 3;
const MEDIAN_RADIUS = 6;
const MAX_CANDIDATES = 24;
/** Minimum share of changed pixels: a star in a night sky changes a line, too. */
const MIN_CHANGED_SHARE = 0.15;
const MIN_PIXEL_CHANGE = 12;
/** A shifted line must reduce the difference to this share. */
const MAX_SHIFTED_SHARE = 0.4;
const MIN_SHIFT = 3;

/**
 * Counts lines at which the image continues with a sideways shift: bands of rows or columns that slid. An edge of the image
 * content doesn't fit better when shifted.
 */
export function countTornLines(image: RawImage): number {
  return Math.max(countTornLinesAlong(image.data, rowsOf(image)), countTornLinesAlong(image.data, columnsOf(image)));
}

function countTornLinesAlong(data: Uint8Array, scanAxis: ScanAxis): number {
  const step = Math.max(1, Math.floor(scanAxis.length / SAMPLES));
  const breaks = new Float64Array(scanAxis.lines);
  for (let line = 1; line < scanAxis.lines; line++) breaks[line] = lineDifference(data, scanAxis, line, 0, step);
  const candidates = Array.from(breaks.keys())
    .filter(
      (line) => line > 0 && breaks[line]! > MIN_BREAK && breaks[line]! > MIN_RATIO_TO_MEDIAN * medianNear(breaks, line),
    )
    .sort((one, other) => breaks[other]! - breaks[one]!)
    .slice(0, MAX_CANDIDATES)
    .filter((line) => changedShare(data, scanAxis, line, step) >= MIN_CHANGED_SHARE);
  return candidates.filter((line) => fitsWhenShifted(data, scanAxis, line, step, breaks[line]!)).length;
}

function fitsWhenShifted(
  data: Uint8Array,
  scanAxis: ScanAxis,
  line: number,
  step: number,
  unshiftedDifference: number,
): boolean {
  const maxShift = Math.floor(scanAxis.length * 0.6);
  for (let shift = MIN_SHIFT; shift <= maxShift; shift++) {
    const limit = unshiftedDifference * MAX_SHIFTED_SHARE;
    if (lineDifference(data, scanAxis, line, shift, step, limit) < limit) return true;
    if (lineDifference(data, scanAxis, line, -shift, step, limit) < limit) return true;
  }
  return false;
}

/**
 * Average difference between a line and the line before it, over the pixels that overlap after a shift.
 * @param limit returns Infinity for larger differences
 */
function lineDifference(
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
  const maxSum = (limit * (to - from)) / step;
  let sum = 0;
  let count = 0;
  for (let position = from; position < to && sum <= maxSum; position += step, count++) {
    sum += distance(data, here + position * scanAxis.along, before + (position + shift) * scanAxis.along);
  }
  return sum > maxSum ? Infinity : sum / count;
}

function changedShare(data: Uint8Array, scanAxis: ScanAxis, line: number, step: number): number {
  let changed = 0;
  let count = 0;
  for (let position = 0; position < scanAxis.length; position += step, count++) {
    const at = line * scanAxis.across + position * scanAxis.along;
    if (distance(data, at, at - scanAxis.across) > MIN_PIXEL_CHANGE) changed += 1;
  }
  return changed / count;
}

function medianNear(breaks: Float64Array, line: number): number {
  const neighbors: number[] = [];
  for (
    let other = Math.max(1, line - MEDIAN_RADIUS);
    other <= Math.min(breaks.length - 1, line + MEDIAN_RADIUS);
    other++
  ) {
    if (other !== line) neighbors.push(breaks[other]!);
  }
  return neighbors.sort((one, other) => one - other)[Math.floor(neighbors.length / 2)] ?? 0;
}
