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
  readonly values: Float64Array;
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
  const values = new Float64Array(columns * rows * SUMS_PER_CELL);
  for (let y = 0; y < rows * side; y++) {
    for (let column = 0; column < columns; column++) {
      addRow(
        data,
        (y * width + column * side) * 3,
        side,
        values,
        (Math.floor(y / side) * columns + column) * SUMS_PER_CELL,
      );
    }
  }
  return { columns, rows, values, pixels: side * side, pairs: side * (side - 1) };
}

/** Adds one row of pixels to the sums of a cell. */
function addRow(data: Uint8Array, start: number, side: number, sums: Float64Array, cell: number): void {
  let [u, v, uu, vv, uv, jumps] = [0, 0, 0, 0, 0, 0];
  let previousU = data[start]! - data[start + 1]!;
  let previousV = data[start + 2]! - data[start + 1]!;
  for (let offset = start; offset < start + side * 3; offset += 3) {
    const currentU = data[offset]! - data[offset + 1]!;
    const currentV = data[offset + 2]! - data[offset + 1]!;
    u += currentU;
    v += currentV;
    uu += currentU * currentU;
    vv += currentV * currentV;
    uv += currentU * currentV;
    jumps += (currentU - previousU) * (currentU - previousU) + (currentV - previousV) * (currentV - previousV);
    previousU = currentU;
    previousV = currentV;
  }
  sums[cell]! += u;
  sums[cell + 1]! += v;
  sums[cell + 2]! += uu;
  sums[cell + 3]! += vv;
  sums[cell + 4]! += uv;
  sums[cell + 5]! += jumps;
}

/** Merges 2x2 cells. */
function merge2x2({ columns, rows, values, pixels, pairs }: Sums): Sums {
  const mergedColumns = Math.floor(columns / 2);
  const mergedRows = Math.floor(rows / 2);
  const sums = new Float64Array(mergedColumns * mergedRows * SUMS_PER_CELL);
  for (let i = 0; i < sums.length; i++) {
    const sumIndex = i % SUMS_PER_CELL;
    const cell = (i - sumIndex) / SUMS_PER_CELL;
    const first =
      (Math.floor(cell / mergedColumns) * 2 * columns + (cell % mergedColumns) * 2) * SUMS_PER_CELL + sumIndex;
    const below = first + columns * SUMS_PER_CELL;
    sums[i] = values[first]! + values[first + SUMS_PER_CELL]! + values[below]! + values[below + SUMS_PER_CELL]!;
  }
  return { columns: mergedColumns, rows: mergedRows, values: sums, pixels: pixels * 4, pairs: pairs * 4 };
}

function varianceOf({ columns, rows, values, pixels, pairs }: Sums): ColorVariance {
  const spread = new Float64Array(columns * rows);
  const roughness = new Float64Array(columns * rows);
  for (let cell = 0; cell < spread.length; cell++) {
    const [u, v, uu, vv, uv, jumps] = values.subarray(
      cell * SUMS_PER_CELL,
      (cell + 1) * SUMS_PER_CELL,
    ) as unknown as SixNumbers;
    const varU = uu / pixels - (u / pixels) ** 2;
    const varV = vv / pixels - (v / pixels) ** 2;
    const covariance = uv / pixels - (u * v) / pixels ** 2;
    // The smaller eigenvalue of the covariance is 0 for a mix of two colors.
    const smallerEigenvalue = (varU + varV) / 2 - Math.sqrt(((varU - varV) / 2) ** 2 + covariance ** 2);
    spread[cell] = Math.sqrt(Math.max(0, smallerEigenvalue));
    roughness[cell] = varU + varV < 1 ? 0 : jumps / pairs / (2 * (varU + varV));
  }
  return { spread, roughness };
}

type SixNumbers = readonly [number, number, number, number, number, number];
