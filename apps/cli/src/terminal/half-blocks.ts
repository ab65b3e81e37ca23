/** Pixels, rows from the top, red, green, blue. */
export interface Pixels {
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** An image as lines of text, two rows of pixels a line: the upper half of each cell in front, the lower behind it. */
export function halfBlocks({ rgb, width, height }: Pixels): string[] {
  const colour = (x: number, y: number) => {
    const at = (y * width + x) * 3;
    return `${rgb[at]};${rgb[at + 1]};${rgb[at + 2]}`;
  };
  return Array.from({ length: Math.ceil(height / 2) }, (_, row) => {
    const cells = Array.from({ length: width }, (_, x) => {
      const below = row * 2 + 1 < height ? `\x1b[48;2;${colour(x, row * 2 + 1)}m` : '\x1b[49m';
      return `\x1b[38;2;${colour(x, row * 2)}m${below}▀`;
    });
    return `${cells.join('')}\x1b[0m`;
  });
}

/** The largest size within so many cells that keeps the shape; a cell holds two pixels, one above the other. */
export function sizeInCells(
  { width, height }: { readonly width: number; readonly height: number },
  columns: number,
  rows: number,
): { width: number; height: number } {
  const scale = Math.min(columns / width, (rows * 2) / height);
  const fit = (side: number) => Math.max(1, Math.round(side * scale));
  return { width: fit(width), height: fit(height) };
}
