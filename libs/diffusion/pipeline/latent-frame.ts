/** Width and height in latent cells. */
export interface LatentSize {
  readonly width: number;
  readonly height: number;
}

/** How an image is placed in the latents. */
export interface LatentFrame {
  /** Cells that cover the image. The last of a row or column may extend past it. */
  readonly cells: LatentSize;
  /**
   * Cells that the denoiser processes: the image's cells plus padding on all sides to a multiple of its downsampling
   * factor.
   */
  readonly padded: LatentSize;
  /** Offset of the image in the padded latents. Centered, so that centered content stays centered. */
  readonly left: number;
  readonly top: number;
}

/**
 * @param image size in pixels
 * @param spatialFactor pixels per cell in each direction
 * @param multiple the sides of the denoiser's input must be multiples of this many cells
 */
export function latentFrame(image: LatentSize, spatialFactor: number, multiple: number): LatentFrame {
  const cells = {
    width: Math.ceil(image.width / spatialFactor),
    height: Math.ceil(image.height / spatialFactor),
  };
  const roundUp = (count: number): number => Math.ceil(count / multiple) * multiple;
  const padded = { width: roundUp(cells.width), height: roundUp(cells.height) };
  const left = Math.floor((padded.width - cells.width) / 2);
  return { cells, padded, left, top: Math.floor((padded.height - cells.height) / 2) };
}

export function isPadded({ cells, padded }: LatentFrame): boolean {
  return cells.width !== padded.width || cells.height !== padded.height;
}

/** Removes the padding: `[1,C,padded]` to `[1,C,cells]`. */
export function cropCells(values: Float32Array, { cells, padded, left, top }: LatentFrame): Float32Array {
  return resizePlanes(values, padded, cells, { left, top });
}

/** Pads by repeating the edge cells: `[1,C,cells]` to `[1,C,padded]`. */
export function extendCells(values: Float32Array, { cells, padded, left, top }: LatentFrame): Float32Array {
  return resizePlanes(values, cells, padded, { left: -left, top: -top });
}

/**
 * Crops consecutive planes to the part of size `to` that begins at `left` and `top`. Where that part is outside of the
 * planes, repeats their edge rows and columns.
 */
export function resizePlanes(
  values: Float32Array,
  from: LatentSize,
  to: LatentSize,
  { left, top } = { left: 0, top: 0 },
): Float32Array {
  if (from.width === to.width && from.height === to.height) return values;
  const planes = values.length / (from.width * from.height);
  const resized = new Float32Array(planes * to.width * to.height);
  const clampIndex = (index: number, length: number): number => Math.min(Math.max(index, 0), length - 1);
  for (let row = 0; row < planes * to.height; row++) {
    const y = Math.floor(row / to.height) * from.height + clampIndex((row % to.height) + top, from.height);
    for (let x = 0; x < to.width; x++) {
      resized[row * to.width + x] = values[y * from.width + clampIndex(x + left, from.width)]!;
    }
  }
  return resized;
}

/** Pastes `[1,C,cells]` into the center of `[1,C,padded]`. Modifies `under`. */
export function pasteCells(values: Float32Array, target: Float32Array, frame: LatentFrame): Float32Array {
  const { cells, padded, left, top } = frame;
  const rows = values.length / cells.width;
  for (let row = 0; row < rows; row++) {
    const y = Math.floor(row / cells.height) * padded.height + top + (row % cells.height);
    target.set(values.subarray(row * cells.width, (row + 1) * cells.width), y * padded.width + left);
  }
  return target;
}
