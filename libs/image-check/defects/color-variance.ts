import type { RawImage } from '../image.js';

/** How the colours of square cells vary, whatever their light does; cell by cell. */
export interface ColorVariance {
  /** Standard deviation of red against green and blue against green, the weaker of their two main directions. */
  readonly spread: Float64Array;
  /** Of neighbouring pixels, 0 for what is smooth, 1 for what knows nothing of its neighbour. */
  readonly roughness: Float64Array;
}

/** Sums of red against green (u) and blue against green (v) of a cell, and of the jumps from pixel to pixel. */
interface Sums {
  readonly columns: number;
  readonly rows: number;
  /** u, v, uu, vv, uv, jumps: six numbers a cell. */
  readonly of: Float64Array;
  readonly pixels: number;
  readonly pairs: number;
}

const KINDS = 6;

/**
 * Fields of cells of 16 and of 32 pixels. Texture of real things varies in light far more than in colour; static does
 * not.
 */
export function colourFields(image: RawImage): { readonly fine: ColorVariance; readonly coarse: ColorVariance } {
  const sums = sumsOf(image, 16);
  return { fine: fieldOf(sums), coarse: fieldOf(twice(sums)) };
}

function sumsOf({ data, width, height }: RawImage, side: number): Sums {
  const columns = Math.floor(width / side);
  const rows = Math.floor(height / side);
  const of = new Float64Array(columns * rows * KINDS);
  for (let y = 0; y < rows * side; y++) {
    for (let column = 0; column < columns; column++) {
      addLine(data, (y * width + column * side) * 3, side, of, (Math.floor(y / side) * columns + column) * KINDS);
    }
  }
  return { columns, rows, of, pixels: side * side, pairs: side * (side - 1) };
}

/** One line of pixels of a cell. */
function addLine(data: Uint8Array, from: number, side: number, into: Float64Array, cell: number): void {
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

/** Cells of twice the side, from four each. */
function twice({ columns, rows, of, pixels, pairs }: Sums): Sums {
  const wide = Math.floor(columns / 2);
  const high = Math.floor(rows / 2);
  const sums = new Float64Array(wide * high * KINDS);
  for (let i = 0; i < sums.length; i++) {
    const kind = i % KINDS;
    const cell = (i - kind) / KINDS;
    const first = (Math.floor(cell / wide) * 2 * columns + (cell % wide) * 2) * KINDS + kind;
    const below = first + columns * KINDS;
    sums[i] = of[first]! + of[first + KINDS]! + of[below]! + of[below + KINDS]!;
  }
  return { columns: wide, rows: high, of: sums, pixels: pixels * 4, pairs: pairs * 4 };
}

function fieldOf({ columns, rows, of, pixels, pairs }: Sums): ColorVariance {
  const spread = new Float64Array(columns * rows);
  const roughness = new Float64Array(columns * rows);
  for (let cell = 0; cell < spread.length; cell++) {
    const [u, v, uu, vv, uv, jumps] = of.subarray(cell * KINDS, (cell + 1) * KINDS) as unknown as SixNumbers;
    const varU = uu / pixels - (u / pixels) ** 2;
    const varV = vv / pixels - (v / pixels) ** 2;
    const both = uv / pixels - (u * v) / pixels ** 2;
    // The smaller eigenvalue of the covariance: two colours, however far apart, have none.
    const smaller = (varU + varV) / 2 - Math.sqrt(((varU - varV) / 2) ** 2 + both ** 2);
    spread[cell] = Math.sqrt(Math.max(0, smaller));
    roughness[cell] = varU + varV < 1 ? 0 : jumps / pairs / (2 * (varU + varV));
  }
  return { spread, roughness };
}

type SixNumbers = readonly [number, number, number, number, number, number];
