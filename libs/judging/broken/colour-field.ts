import type { RawPicture } from '../picture.js';

/** Of a field of square cells: how the colours in each of them vary, whatever their light does. */
export interface ColourField {
  readonly columns: number;
  readonly rows: number;
  /** Standard deviation of red against green and blue against green, the weaker of their two main directions. */
  readonly spread: Float64Array;
  /** Of neighbouring pixels, 0 for what is smooth, 1 for what knows nothing of its neighbour. */
  readonly roughness: Float64Array;
}

/** Colours cell by cell. Texture of real things varies in light far more than in colour; static does not. */
export function colourField({ data, width, height }: RawPicture, side: number): ColourField {
  const columns = Math.floor(width / side);
  const rows = Math.floor(height / side);
  const spread = new Float64Array(columns * rows);
  const roughness = new Float64Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const cell = measure(data, width, column * side, row * side, side);
      spread[row * columns + column] = cell.spread;
      roughness[row * columns + column] = cell.roughness;
    }
  }
  return { columns, rows, spread, roughness };
}

function measure(data: Uint8Array, width: number, left: number, top: number, side: number) {
  let [sumU, sumV, sumUU, sumVV, sumUV, jumps] = [0, 0, 0, 0, 0, 0];
  for (let y = top; y < top + side; y++) {
    let [lastU, lastV] = [0, 0];
    for (let x = left, at = (y * width + left) * 3; x < left + side; x++, at += 3) {
      const u = data[at]! - data[at + 1]!;
      const v = data[at + 2]! - data[at + 1]!;
      sumU += u;
      sumV += v;
      sumUU += u * u;
      sumVV += v * v;
      sumUV += u * v;
      if (x > left) jumps += (u - lastU) ** 2 + (v - lastV) ** 2;
      [lastU, lastV] = [u, v];
    }
  }
  const count = side * side;
  const varU = sumUU / count - (sumU / count) ** 2;
  const varV = sumVV / count - (sumV / count) ** 2;
  const both = sumUV / count - (sumU * sumV) / count ** 2;
  // The smaller eigenvalue of the covariance: two colours, however far apart, have none.
  const smaller = (varU + varV) / 2 - Math.sqrt(((varU - varV) / 2) ** 2 + both ** 2);
  const neighbours = jumps / (side * (side - 1));
  return {
    spread: Math.sqrt(Math.max(0, smaller)),
    roughness: varU + varV < 1 ? 0 : neighbours / (2 * (varU + varV)),
  };
}
