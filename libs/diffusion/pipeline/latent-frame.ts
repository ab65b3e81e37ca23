/** Width and height in latent cells. */
export interface LatentSize {
  readonly width: number;
  readonly height: number;
}

/** How an image lies in the latents. */
export interface LatentFrame {
  /** Cells that the image covers; the last of a row or column may reach over its edge. */
  readonly cells: LatentSize;
  /** Cells that the denoiser works on: the same, and a margin all around for what it halves. */
  readonly padded: LatentSize;
  /** Where the image begins in them: in the middle, so that what is drawn in the middle stays there. */
  readonly left: number;
  readonly top: number;
}

/**
 * @param image in pixels
 * @param spatialFactor pixels a cell covers in each direction
 * @param multiple cells a side of the denoiser's input must be a multiple of
 */
export function latentFrame(image: LatentSize, spatialFactor: number, multiple: number): LatentFrame {
  const cells = {
    width: Math.ceil(image.width / spatialFactor),
    height: Math.ceil(image.height / spatialFactor),
  };
  const upTo = (count: number): number => Math.ceil(count / multiple) * multiple;
  const padded = { width: upTo(cells.width), height: upTo(cells.height) };
  const left = Math.floor((padded.width - cells.width) / 2);
  return { cells, padded, left, top: Math.floor((padded.height - cells.height) / 2) };
}

export function isPadded({ cells, padded }: LatentFrame): boolean {
  return cells.width !== padded.width || cells.height !== padded.height;
}

/** `[1,C,padded]` without the margin: `[1,C,cells]`. */
export function cropCells(values: Float32Array, frame: LatentFrame): Float32Array {
  return isPadded(frame) ? cropPlanes(values, frame.padded, frame.cells, frame) : values;
}

/** Planes one behind the other, each cut to a part of it that begins at `left` and `top`. */
export function cropPlanes(
  values: Float32Array,
  from: LatentSize,
  to: LatentSize,
  { left, top }: Pick<LatentFrame, 'left' | 'top'> = { left: 0, top: 0 },
): Float32Array {
  const planes = values.length / (from.width * from.height);
  const cut = new Float32Array(planes * to.width * to.height);
  for (let row = 0; row < planes * to.height; row++) {
    const y = Math.floor(row / to.height) * from.height + top + (row % to.height);
    cut.set(values.subarray(y * from.width + left, y * from.width + left + to.width), row * to.width);
  }
  return cut;
}

/** `[1,C,cells]` with a margin that goes on with the outermost cells: `[1,C,padded]`. */
export function extendCells(values: Float32Array, frame: LatentFrame): Float32Array {
  return isPadded(frame) ? extendPlanes(values, frame.cells, frame.padded, frame) : values;
}

/** Planes one behind the other, each made `to` large by repeating its outermost columns and rows. */
export function extendPlanes(
  values: Float32Array,
  from: LatentSize,
  to: LatentSize,
  { left, top }: Pick<LatentFrame, 'left' | 'top'> = { left: 0, top: 0 },
): Float32Array {
  const planes = values.length / (from.width * from.height);
  const wide = new Float32Array(planes * to.width * to.height);
  const within = (at: number, length: number): number => Math.min(Math.max(at, 0), length - 1);
  for (let row = 0; row < planes * to.height; row++) {
    const y = Math.floor(row / to.height) * from.height + within((row % to.height) - top, from.height);
    for (let x = 0; x < to.width; x++) {
      wide[row * to.width + x] = values[y * from.width + within(x - left, from.width)]!;
    }
  }
  return wide;
}

/** `[1,C,cells]` laid into the middle of `[1,C,padded]`; `under` is changed. */
export function pasteCells(values: Float32Array, under: Float32Array, frame: LatentFrame): Float32Array {
  const { cells, padded, left, top } = frame;
  const rows = values.length / cells.width;
  for (let row = 0; row < rows; row++) {
    const y = Math.floor(row / cells.height) * padded.height + top + (row % cells.height);
    under.set(values.subarray(row * cells.width, (row + 1) * cells.width), y * padded.width + left);
  }
  return under;
}
