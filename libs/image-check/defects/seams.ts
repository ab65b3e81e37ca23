import type { RawImage } from '../image.js';

/** A straight boundary between two columns or rows along which colors jump. */
export interface Seam {
  /** The column or row after the jump. */
  readonly at: number;
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

export interface Seams {
  readonly vertical: readonly Seam[];
  readonly horizontal: readonly Seam[];
}

/** Scans the boundaries between columns, or between rows. */
export interface ScanAxis {
  /** Byte offsets to the next pixel across and along the boundaries. */
  readonly across: number;
  readonly along: number;
  readonly lines: number;
  readonly length: number;
}

/** Sum over the channels. Smaller jumps are common in intact images. */
const MIN_JUMP = 20;
/** How much larger than its neighbors a jump is. Decoders spread edges over several pixels. */
const MIN_ISOLATION = 2.5;
/** A seam may have gaps of this many pixels, where both sides have similar colors. */
const MAX_GAP = 3;
/** Shorter seams occur by chance. */
const MIN_LENGTH = 10;
const MIN_LENGTH_SHARE = 1 / 24;

export const columnsOf = ({ width, height }: RawImage): ScanAxis => ({
  across: 3,
  along: width * 3,
  lines: width,
  length: height,
});
export const rowsOf = ({ width, height }: RawImage): ScanAxis => ({
  across: width * 3,
  along: 3,
  lines: height,
  length: width,
});

/** Finds jumps along straight lines that are sharper than what a decoder draws. */
export function findSeams(image: RawImage): Seams {
  return {
    vertical: seamsOf(image.data, columnsOf(image)),
    horizontal: seamsOf(image.data, rowsOf(image)),
  };
}

function seamsOf(data: Uint8Array, scanAxis: ScanAxis): Seam[] {
  const minLength = Math.max(MIN_LENGTH, Math.round(scanAxis.length * MIN_LENGTH_SHARE));
  const seams: Seam[] = [];
  for (let line = 2; line < scanAxis.lines - 1; line++) {
    let from = -1;
    let last = -1;
    let jumps = 0;
    const endSeam = () => {
      const isLong = from >= 0 && last + 1 - from >= minLength && jumps >= (last + 1 - from) * 0.7;
      if (isLong) seams.push({ at: line, from, to: last + 1 });
      from = -1;
      jumps = 0;
    };
    for (let position = 0; position < scanAxis.length; position++) {
      if (isIsolatedJump(data, line * scanAxis.across + position * scanAxis.along, scanAxis.across)) {
        if (from < 0) from = position;
        last = position;
        jumps += 1;
      } else if (from >= 0 && position - last > MAX_GAP) endSeam();
    }
    endSeam();
  }
  return seams;
}

function isIsolatedJump(data: Uint8Array, at: number, across: number): boolean {
  const jump = distance(data, at, at - across);
  if (jump < MIN_JUMP) return false;
  const limit = jump / MIN_ISOLATION;
  return distance(data, at - across, at - 2 * across) < limit && distance(data, at + across, at) < limit;
}

/** Difference of two pixels, summed over the channels. */
export const distance = (data: Uint8Array, one: number, other: number): number =>
  Math.abs(data[one]! - data[other]!) +
  Math.abs(data[one + 1]! - data[other + 1]!) +
  Math.abs(data[one + 2]! - data[other + 2]!);
