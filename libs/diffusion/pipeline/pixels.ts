import type { DecodedPixels } from './latent-decoder.js';
import { RenderError } from '../errors.js';
import { roundHalfEven } from '../schedulers/timesteps.js';

/** A picture as bytes: rows from the top, red, green, blue. */
export interface Picture {
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Less than this between the darkest and brightest value of every channel is no picture: two of 255 levels. */
const FLAT_RANGE = 4 / 255;

/** `[3,h,w]` in -1…1 to bytes, rounded half to even as the field's tools do. */
export function toPicture({ data, width, height }: DecodedPixels): Picture {
  const cells = width * height;
  const rgb = new Uint8Array(cells * 3);
  for (let channel = 0; channel < 3; channel++) {
    for (let cell = 0; cell < cells; cell++) {
      const share = Math.min(1, Math.max(0, Math.fround(data[channel * cells + cell]! / 2 + 0.5)));
      rgb[cell * 3 + channel] = roundHalfEven(Math.fround(share * 255));
    }
  }
  return { rgb, width, height };
}

/** @throws RenderError RENDER_NAN */
export function requireNumbers(values: Float32Array, where: string): void {
  if (values.every(Number.isFinite)) return;
  throw new RenderError('RENDER_NAN', `${where} hold values that are not numbers: the model overflowed`);
}

/**
 * Looks at the values before they are cut to 0…255, so that a plain white picture, which is never quite even, passes.
 * @throws RenderError RENDER_FLAT
 */
export function requireContent({ data, width, height }: DecodedPixels): void {
  const cells = width * height;
  for (let channel = 0; channel < 3; channel++) {
    let low = Infinity;
    let high = -Infinity;
    for (let i = channel * cells; i < (channel + 1) * cells; i++) {
      low = Math.min(low, data[i]!);
      high = Math.max(high, data[i]!);
    }
    if (high - low > FLAT_RANGE) return;
  }
  throw new RenderError('RENDER_FLAT', 'every pixel has the same colour: the model gave no picture');
}
