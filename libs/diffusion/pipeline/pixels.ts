import type { LatentSize } from './latent-frame.js';
import type { DecodedPixels } from './latent-decoder.js';
import { resizePlanes } from './latent-frame.js';

/** An image as RGB bytes, rows from the top. */
export interface Image {
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/**
 * Converts `[3,h,w]` in -1…1 to bytes. Rounds half to even as reference tools do; a clamped array rounds and clips by
 * itself.
 */
export function toImage({ data, width, height }: DecodedPixels): Image {
  const cells = width * height;
  const rgb = new Uint8ClampedArray(cells * 3);
  for (let channel = 0; channel < 3; channel++) {
    for (let cell = 0; cell < cells; cell++) {
      rgb[cell * 3 + channel] = Math.fround(Math.fround(data[channel * cells + cell]! / 2 + 0.5) * 255);
    }
  }
  return { rgb: new Uint8Array(rgb.buffer), width, height };
}

/** Converts bytes to `[3,h,w]` in -1…1. */
export function toPixels({ rgb, width, height }: Image): DecodedPixels {
  const cells = width * height;
  const data = new Float32Array(cells * 3);
  for (let channel = 0; channel < 3; channel++) {
    for (let cell = 0; cell < cells; cell++) {
      data[channel * cells + cell] = 2 * Math.fround(rgb[cell * 3 + channel]! / 255) - 1;
    }
  }
  return { data, width, height };
}

/** Crops to the top-left part, because a VAE may decode past the image's edge. */
export function cropPixels({ data, ...from }: DecodedPixels, size: LatentSize): DecodedPixels {
  const { width, height } = size;
  return { data: resizePlanes(data, from, size), width, height };
}

/** Pads both sides to multiples of `multiple` by repeating the last column and row. */
export function extendPixels({ data, ...from }: DecodedPixels, multiple: number): DecodedPixels {
  const roundUp = (side: number): number => Math.ceil(side / multiple) * multiple;
  const to = { width: roundUp(from.width), height: roundUp(from.height) };
  return { data: resizePlanes(data, from, to), ...to };
}
