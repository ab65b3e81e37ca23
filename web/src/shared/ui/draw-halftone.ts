import { cellsPerRow, dotRadius, dotsInRow, dotSizeFor, rowsIn, underlayOpacity } from './halftone.js';

export interface HalftoneOptions {
  /** Progress, 0 to 1. */
  k: number;
  /** Canvas pixels per CSS pixel. */
  ratio: number;
  /** The color behind the dots. */
  paper: string;
  dark: boolean;
  /** Of a dot, in cells, so that dots never run together. */
  maxRadius?: number;
}

/** Two samples per cell, so that shifted rows have their own colors. RGBA, `2n × rows`. */
function sample(frame: CanvasImageSource, cells: number, rows: number): Uint8ClampedArray {
  const small = new OffscreenCanvas(cells * 2, rows);
  const context = small.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2d context');
  context.imageSmoothingQuality = 'medium';
  context.drawImage(frame, 0, 0, cells * 2, rows);
  return context.getImageData(0, 0, cells * 2, rows).data;
}

/** Draws `frame` over the whole canvas at progress `k`. */
export function drawHalftone(
  context: CanvasRenderingContext2D,
  frame: CanvasImageSource,
  options: HalftoneOptions,
): void {
  const { width, height } = context.canvas;
  const { k, ratio, dark } = options;
  context.globalAlpha = 1;
  context.fillStyle = options.paper;
  context.fillRect(0, 0, width, height);
  context.globalAlpha = underlayOpacity(k);
  context.drawImage(frame, 0, 0, width, height);
  context.globalAlpha = 1;
  const cells = cellsPerRow(k, width / ratio);
  const cell = width / cells;
  const rows = rowsIn(cell, height);
  const colours = sample(frame, cells, rows);
  const { maxRadius = 1 } = options;
  for (let row = 0; row < rows; row++) drawRow(context, { row, cells, cell, k, dark, maxRadius, colours });
}

interface Row {
  row: number;
  cells: number;
  cell: number;
  k: number;
  dark: boolean;
  maxRadius: number;
  colours: Uint8ClampedArray;
}

function drawRow(context: CanvasRenderingContext2D, { row, cells, cell, k, dark, maxRadius, colours }: Row): void {
  const { first, count } = dotsInRow(row, cells);
  const y = (row + 0.5) * cell;
  const across = cells * 2;
  for (let n = 0; n < count; n++) {
    const middle = first + n;
    const left = Math.max(0, Math.round(middle * 2) - 1);
    const right = Math.min(across - 1, left + 1);
    const a = (row * across + left) * 4;
    const b = (row * across + right) * 4;
    const mean = (channel: number) => ((colours[a + channel] ?? 0) + (colours[b + channel] ?? 0)) >> 1;
    const [red, green, blue] = [mean(0), mean(1), mean(2)];
    context.fillStyle = `rgb(${red},${green},${blue})`;
    context.beginPath();
    context.arc(
      middle * cell,
      y,
      Math.min(maxRadius * cell, dotRadius(cell, dotSizeFor(red, green, blue, dark), k)),
      0,
      Math.PI * 2,
    );
    context.fill();
  }
}
