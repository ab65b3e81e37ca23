/** Pixels `[height, width, 3]`. */
export interface Pixels {
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Cells of the longer side: too few to recognize anything, enough for light and colors. */
const CELLS = 6;

/** Reduces an image to a few mean colors, so that no detail is left in its bytes. */
export function blur({ rgb, width, height }: Pixels): Pixels {
  const side = Math.max(width, height) / CELLS;
  const [columns, rows] = [cellsOf(width, side), cellsOf(height, side)];
  const means = meansOf({ rgb, width, height }, columns, rows);
  const blurred = new Uint8Array(rgb.length);
  for (let y = 0; y < height; y++) {
    const [above, below, down] = between(y, height, rows);
    for (let x = 0; x < width; x++) {
      const [left, right, along] = between(x, width, columns);
      for (let channel = 0; channel < 3; channel++) {
        const meanAt = (row: number, column: number) => means[(row * columns + column) * 3 + channel]!;
        const upper = meanAt(above, left) * (1 - along) + meanAt(above, right) * along;
        const lower = meanAt(below, left) * (1 - along) + meanAt(below, right) * along;
        blurred[(y * width + x) * 3 + channel] = Math.round(upper * (1 - down) + lower * down);
      }
    }
  }
  return { rgb: blurred, width, height };
}

function meansOf({ rgb, width, height }: Pixels, columns: number, rows: number): Float64Array {
  const sums = new Float64Array(columns * rows * 3);
  const counts = new Float64Array(columns * rows);
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * rows) / height);
    for (let x = 0; x < width; x++) {
      const cell = row * columns + Math.floor((x * columns) / width);
      counts[cell]! += 1;
      for (let channel = 0; channel < 3; channel++) sums[cell * 3 + channel]! += rgb[(y * width + x) * 3 + channel]!;
    }
  }
  return sums.map((sum, index) => sum / Math.max(1, counts[Math.floor(index / 3)]!));
}

/** The two cells whose centers surround a pixel, and its relative position between them. */
function between(pixel: number, pixels: number, cells: number): readonly [number, number, number] {
  const position = Math.min(cells - 1, Math.max(0, ((pixel + 0.5) * cells) / pixels - 0.5));
  const first = Math.floor(position);
  return [first, Math.min(cells - 1, first + 1), position - first];
}

const cellsOf = (pixels: number, side: number) => Math.max(1, Math.min(pixels, Math.round(pixels / side)));
