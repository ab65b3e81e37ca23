import type { RawImage } from '../image.js';

/** Variance of color inside square cells, independent of brightness. One value per cell. */
export interface ColorVariance {
  /** Standard deviation of (red - green, blue - green) along the weaker principal axis. */
  readonly spread: Float64Array;
  /** Variance between neighboring pixels relative to that of the cell: 0 for smooth, 1 for uncorrelated pixels. */
  readonly roughness: Float64Array;
}

/** Sums per cell over u = red - green and v = blue - green, and over differences between neighbors. */
interface Sums {
  readonly columns: number;
  readonly rows: number;
  /** u, v, uu, vv, uv, jumps of each cell. */
  readonly of: Float64Array;
  readonly pixels: number;
  readonly pairs: number;
}

const SUMS_PER_CELL = 6;

/**
 * Measures cells of 16 and of 32 pixels. Real textures vary in brightness far more than in color; noise varies in both.
 */
export function measureColorVariance(image: RawImage): {
  readonly fine: ColorVariance;
  readonly coarse: ColorVariance;
} {
  const sums = sumsOf(image, 16);
  return { fine: varianceOf(sums), coarse: varianceOf(merge2x2(sums)) };
}

function sumsOf({ data, width, height }: RawImage, side: number): Sums {
  const columns = Math.floor(width / side);
  const rows = Math.floor(height / side);
  const of = new Float64Array(columns * rows * SUMS_PER_CELL);
  for (let y = 0; y < rows * side; y++) {
    for (let column = 0; column < columns; column++) {
      addRow(
        data,
        (y * width + column * side) * 3,
        side,
        of,
        (Math.floor(y / side) * columns + column) * SUMS_PER_CELL,
      );
    }
  }
  return { columns, rows, of, pixels: side * side, pairs: side * (side - 1) };
}

/** Adds one row of pixels to the sums of a cell. */
function addRow(data: Uint8Array, from: number, side: number, into: Float64Array, cell: number): void {
  let [u, v, uu, vv, uv, jumps] = [0, 0, 0, 0, 0, 0];
  let lastU = data[from]! - data[from + 1]!;
  let lastV = data[from + 2]! - data[from + 1]!;
  for (let at = from; at < from + side * 3; at += 3) {
    const nowU = data[at]! - data[at + 1]!;
    const nowV = data[at + 2]! - data[at + 1]!;
    u += nowU;
    v += nowV;
    uu += nowU * nowU;
    vv += nowV * nowV;
    uv += nowU * nowV;
    jumps += (nowU - lastU) * (nowU - lastU) + (nowV - lastV) * (nowV - lastV);
    lastU = nowU;
    lastV = nowV;
  }
  into[cell]! += u;
  into[cell + 1]! += v;
  into[cell + 2]! += uu;
  into[cell + 3]! += vv;
  into[cell + 4]! += uv;
  into[cell + 5]! += jumps;
}

/** Merges 2x2 cells. */
function merge2x2({ columns, rows, of, pixels, pairs }: Sums): Sums {
  const wide = Math.floor(columns / 2);
  const high = Math.floor(rows / 2);
  const sums = new Float64Array(wide * high * SUMS_PER_CELL);
  for (let i = 0; i < sums.length; i++) {
    const kind = i % SUMS_PER_CELL;
    const cell = (i - kind) / SUMS_PER_CELL;
    const first = (Math.floor(cell / wide) * 2 * columns + (cell % wide) * 2) * SUMS_PER_CELL + kind;
    const below = first + columns * SUMS_PER_CELL;
    sums[i] = of[first]! + of[first + SUMS_PER_CELL]! + of[below]! + of[below + SUMS_PER_CELL]!;
  }
  return { columns: wide, rows: high, of: sums, pixels: pixels * 4, pairs: pairs * 4 };
}

function varianceOf({ columns, rows, of, pixels, pairs }: Sums): ColorVariance {
  const spread = new Float64Array(columns * rows);
  const roughness = new Float64Array(columns * rows);
  for (let cell = 0; cell < spread.length; cell++) {
    const [u, v, uu, vv, uv, jumps] = of.subarray(
      cell * SUMS_PER_CELL,
      (cell + 1) * SUMS_PER_CELL,
    ) as unknown as SixNumbers;
    const varU = uu / pixels - (u / pixels) ** 2;
    const varV = vv / pixels - (v / pixels) ** 2;
    const both = uv / pixels - (u * v) / pixels ** 2;
    // The smaller eigenvalue of the covariance is 0 for a mix of two colors.
    const smaller = (varU + varV) / 2 - Math.sqrt(((varU - varV) / 2) ** 2 + both ** 2);
    spread[cell] = Math.sqrt(Math.max(0, smaller));
    roughness[cell] = varU + varV < 1 ? 0 : jumps / pairs / (2 * (varU + varV));
  }
  return { spread, roughness };
}

type SixNumbers = readonly [number, number, number, number, number, number];
