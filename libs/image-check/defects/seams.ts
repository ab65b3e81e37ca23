import type { RawImage } from '../image.js';

/** A straight line between two columns or two rows along which colours jump at once. */
export interface Seam {
  /** The column or row after the jump. */
  readonly at: number;
  readonly from: number;
  /** The first that does not belong to it any more. */
  readonly to: number;
}

export interface Seams {
  readonly vertical: readonly Seam[];
  readonly horizontal: readonly Seam[];
}

/** How an image is walked: over the lines between columns, or between rows. */
export interface ScanAxis {
  /** Bytes from one pixel to the next across the lines, and along them. */
  readonly across: number;
  readonly along: number;
  readonly lines: number;
  readonly length: number;
}

/** A jump of less, all channels together, is one that images have everywhere. */
const LEAST_JUMP = 20;
/** A jump stands alone where its neighbours are so much smaller: decoders spread their edges over pixels. */
const ALONE = 2.5;
/** Where so many pixels of a run do not jump, it has ended: what lies on both sides may be alike for a moment. */
const GAP = 3;
/** Shorter runs are chance. */
const SHORTEST = 10;
const SHORTEST_SHARE = 1 / 24;

export const columnsOf = ({ width, height }: RawImage): ScanAxis => ({
  ...{ across: 3, along: width * 3, lines: width, length: height },
});
export const rowsOf = ({ width, height }: RawImage): ScanAxis => ({
  ...{ across: width * 3, along: 3, lines: height, length: width },
});

/** Jumps that are sharper than what a decoder draws, along straight lines. */
export function findSeams(image: RawImage): Seams {
  return {
    vertical: seamsOf(image.data, columnsOf(image)),
    horizontal: seamsOf(image.data, rowsOf(image)),
  };
}

function seamsOf(data: Uint8Array, scanAxis: ScanAxis): Seam[] {
  const shortest = Math.max(SHORTEST, Math.round(scanAxis.length * SHORTEST_SHARE));
  const seams: Seam[] = [];
  for (let line = 2; line < scanAxis.lines - 1; line++) {
    let from = -1;
    let last = -1;
    let jumps = 0;
    const end = () => {
      const isLong = from >= 0 && last + 1 - from >= shortest && jumps >= (last + 1 - from) * 0.7;
      if (isLong) seams.push({ at: line, from, to: last + 1 });
      from = -1;
      jumps = 0;
    };
    for (let place = 0; place < scanAxis.length; place++) {
      if (jumpsAlone(data, line * scanAxis.across + place * scanAxis.along, scanAxis.across)) {
        if (from < 0) from = place;
        last = place;
        jumps += 1;
      } else if (from >= 0 && place - last > GAP) end();
    }
    end();
  }
  return seams;
}

function jumpsAlone(data: Uint8Array, at: number, across: number): boolean {
  const jump = distance(data, at, at - across);
  if (jump < LEAST_JUMP) return false;
  const limit = jump / ALONE;
  return distance(data, at - across, at - 2 * across) < limit && distance(data, at + across, at) < limit;
}

/** How far two pixels lie apart, all channels together. */
export const distance = (data: Uint8Array, one: number, other: number): number =>
  Math.abs(data[one]! - data[other]!) +
  Math.abs(data[one + 1]! - data[other + 1]!) +
  Math.abs(data[one + 2]! - data[other + 2]!);
