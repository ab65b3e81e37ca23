import type { DecodedPixels } from './latent-decoder.js';
import { RenderError } from '../errors.js';

/** An image whose every channel has a smaller range than this is uniform. Equals two of 255 levels. */
const FLAT_RANGE = 4 / 255;

/**
 * An image with no byte above this is black. Night scenes have much brighter pixels; float16 overflow replaced by
 * zeros, or a content filter, gives exactly 0.
 */
const BLACK_LEVEL = 4;

/**
 * Latents have a standard deviation of about 1 by design. The bundled model stays below 2 at normal guidance and
 * below 5 at guidance 30 with enough steps; a model of random weights reaches 8 with intact but noisy images. From 12
 * on an image may be broken, from 40 on it always is.
 */
const STRONG_DEVIATION = 12;
const WILD_DEVIATION = 40;

/**
 * With latents above the lower limit, an image with this share of clipped values is lost. The share alone proves
 * nothing: a drawing on white paper or a starry night clips nine tenths of its values.
 */
const CLIPPED_SHARE = 0.85;

/**
 * Values beyond this are not highlights: decoders overshoot by 5 % on plain white and by 20 % at hard edges. An image
 * with this share of such values is lost, whatever its latents are.
 */
const SATURATED_VALUE = 1.5;
const SATURATED_SHARE = 0.6;

/** @throws RenderError RENDER_NAN */
export function requireFinite(values: Float32Array, subject: string): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]!)) throw nanError(subject);
  }
}

/**
 * Checks final latents and unclipped pixels. A plain white image passes, because it is never exactly uniform before
 * clipping.
 * @param latents `[1,C,h,w]` that the pixels were decoded from
 * @throws RenderError RENDER_UNIFORM, RENDER_BLACK, RENDER_SATURATED
 */
export function requireVisibleContent(latents: Float32Array, pixels: DecodedPixels): void {
  if (isFlat(pixels)) {
    throw new RenderError('RENDER_UNIFORM', 'every pixel has the same color. Another seed or sampler may help');
  }
  if (pixels.data.every((value) => (value + 1) * 127.5 <= BLACK_LEVEL)) {
    const problem = 'every pixel is black';
    throw new RenderError('RENDER_BLACK', `${problem}. Another seed, less guidance, or another prompt may help`);
  }
  requireRange(deviationOf(latents), pixels.data);
}

function requireRange(deviation: number, values: Float32Array): void {
  const shareAbove = (limit: number): number =>
    values.reduce((count, value) => count + Number(Math.abs(value) >= limit), 0) / values.length;
  const isClipped = deviation > STRONG_DEVIATION && shareAbove(1) > CLIPPED_SHARE;
  if (deviation <= WILD_DEVIATION && !isClipped && shareAbove(SATURATED_VALUE) <= SATURATED_SHARE) return;
  const problem = `the colors are out of range (the latents are ${deviation.toFixed(1)} times as strong as normal)`;
  throw new RenderError('RENDER_SATURATED', `${problem}. Less guidance, more steps, or another sampler may help`);
}

function deviationOf(values: Float32Array): number {
  let squares = 0;
  for (const value of values) squares += value * value;
  return Math.sqrt(squares / values.length);
}

/** Whether all pixels have the same color. */
export function isFlat({ data, width, height }: DecodedPixels): boolean {
  const cells = width * height;
  for (let channel = 0; channel < 3; channel++) {
    let low = Infinity;
    let high = -Infinity;
    for (let i = channel * cells; i < (channel + 1) * cells; i++) {
      low = Math.min(low, data[i]!);
      high = Math.max(high, data[i]!);
    }
    if (high - low > FLAT_RANGE) return false;
  }
  return true;
}

function nanError(subject: string): RenderError {
  const problem = `${subject} have values that are not numbers: the model overflowed`;
  return new RenderError('RENDER_NAN', `${problem}. Less guidance or another sampler may help`);
}
