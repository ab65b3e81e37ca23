/** The halftone geometry of an image that renders: look/look.md, "Canvas". Pure, so that it is testable without a browser. */

const LEAST_CELL_PX = 3;

/** Cells per row at progress `k` (0..1) of an image `widthPx` wide: 24 + 56k, and never smaller than 3 px. */
export const cellsPerRow = (k: number, widthPx: number): number =>
  Math.max(1, Math.min(Math.round(24 + 56 * k), Math.floor(widthPx / LEAST_CELL_PX)));

/** The radius of a dot in px; `ink` (0..1) is darkness on light paper and lightness on dark. */
export const dotRadius = (cellPx: number, ink: number, k: number): number =>
  cellPx * Math.min(0.74, Math.max(0.1, 0.2 + 0.42 * ink + 0.22 * k));

/** The opacity of the frame below the dots. */
export const underlayOpacity = (k: number): number => 0.9 * k ** 2.2;

/** Rec. 709 lightness of 8-bit channels, 0..1, and its complement on light paper. */
export function dotSizeFor(red: number, green: number, blue: number, dark: boolean): number {
  const lightness = (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
  return dark ? lightness : 1 - lightness;
}

/** Rows of square cells; the edge cuts the last one. */
export const rowsIn = (cellPx: number, heightPx: number): number => Math.max(1, Math.ceil(heightPx / cellPx - 1e-6));

/**
 * Dot positions of a row in cells: cell centers; odd rows are shifted by half a cell and have one more dot, so that
 * both edges are covered.
 */
export const dotsInRow = (row: number, cells: number): { first: number; count: number } =>
  row % 2 === 0 ? { first: 0.5, count: cells } : { first: 0, count: cells + 1 };
