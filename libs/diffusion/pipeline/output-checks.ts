import type { DecodedPixels } from './latent-decoder.js';
import { RenderError } from '../errors.js';

/** Less than this between the darkest and brightest value of every channel is no image: two of 255 levels. */
const FLAT_RANGE = 4 / 255;

/**
 * Bytes up to this in every pixel are black. What a night scene has of light lies far above; half precision that
 * overflowed and was replaced by zeros, or a filter that blanks images, gives exactly 0.
 */
const BLACK_LEVEL = 4;

/**
 * Latents are made to have a deviation of about 1. The embedded model keeps them below 2 where it is well guided and
 * below 5 at a guidance of 30 with steps enough; a model of random weights, whose images are noise but whole, reaches
 * 8. From 12 on they have left their range, which an image may still survive; from 40 on none does.
 */
const STRONG_DEVIATION = 12;
const WILD_DEVIATION = 40;

/**
 * Where the latents are that strong and so much of the image is cut at 0 or 255, nothing is left of it but patches.
 * The share alone would tell nothing: nine tenths of a drawing on white paper or of a starry night are cut too.
 */
const CUT_SHARE = 0.85;

/**
 * A value this far beyond black or white is not a bright spot: decoders overshoot by a twentieth on plain white and by
 * a fifth at hard edges. Where so much of an image lies there it is lost, however the latents look.
 */
const SATURATED_VALUE = 1.5;
const SATURATED_SHARE = 0.6;

/** @throws RenderError RENDER_NAN */
export function requireFinite(values: Float32Array, where: string): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]!)) throw overflowed(where);
  }
}

/**
 * Looks at finished latents, and at pixels before they are cut to 0…255, so that a plain white image, which is never
 * quite even, passes.
 * @param latents `[1,C,h,w]`, from which the pixels come
 * @throws RenderError RENDER_UNIFORM, RENDER_BLACK, RENDER_SATURATED
 */
export function requireVisibleContent(latents: Float32Array, pixels: DecodedPixels): void {
  if (isFlat(pixels)) {
    throw new RenderError(
      'RENDER_UNIFORM',
      'every pixel has the same colour: another seed or sampler may give a picture',
    );
  }
  if (pixels.data.every((value) => (value + 1) * 127.5 <= BLACK_LEVEL)) {
    const told = 'every pixel is black: the model gave no light at all';
    throw new RenderError('RENDER_BLACK', `${told}; another seed, less guidance or other words may give a picture`);
  }
  requireRange(deviation(latents), pixels.data);
}

function requireRange(strength: number, values: Float32Array): void {
  const share = (limit: number): number =>
    values.reduce((count, value) => count + Number(Math.abs(value) >= limit), 0) / values.length;
  const isCut = strength > STRONG_DEVIATION && share(1) > CUT_SHARE;
  if (strength <= WILD_DEVIATION && !isCut && share(SATURATED_VALUE) <= SATURATED_SHARE) return;
  const told = `the colours left their range (the latents are ${strength.toFixed(1)} times as strong as they should be)`;
  throw new RenderError('RENDER_SATURATED', `${told}: less guidance, more steps or another sampler keeps them in it`);
}

function deviation(values: Float32Array): number {
  let squares = 0;
  for (const value of values) squares += value * value;
  return Math.sqrt(squares / values.length);
}

/** Whether there is nothing to see: one colour all over. */
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

function overflowed(where: string): RenderError {
  const told = `${where} hold values that are not numbers: the model overflowed`;
  return new RenderError('RENDER_NAN', `${told}. Less guidance or another sampler may help`);
}
