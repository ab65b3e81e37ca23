/** RGB bytes, row by row from the top. */
export interface Pixels {
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Draws an image as text, two rows of pixels per line: the upper one as foreground, the lower one as background. */
export function halfBlocks({ rgb, width, height }: Pixels): string[] {
  const color = (x: number, y: number) => {
    const offset = (y * width + x) * 3;
    return `${rgb[offset]};${rgb[offset + 1]};${rgb[offset + 2]}`;
  };
  return Array.from({ length: Math.ceil(height / 2) }, (_, row) => {
    const cells = Array.from({ length: width }, (_, x) => {
      const below = row * 2 + 1 < height ? `\x1b[48;2;${color(x, row * 2 + 1)}m` : '\x1b[49m';
      return `\x1b[38;2;${color(x, row * 2)}m${below}▀`;
    });
    return `${cells.join('')}\x1b[0m`;
  });
}

/** The largest size that fits the cells and keeps the aspect ratio. A cell has two pixels, one above the other. */
export function sizeInCells(
  { width, height }: { readonly width: number; readonly height: number },
  columns: number,
  rows: number,
): { width: number; height: number } {
  const scale = Math.min(columns / width, (rows * 2) / height);
  const fit = (side: number) => Math.max(1, Math.round(side * scale));
  return { width: fit(width), height: fit(height) };
}
