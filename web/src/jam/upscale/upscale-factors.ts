import { enlargedSize, LIMITS } from '@visionary/contract';

const FACTORS = [1.5, 2, 3, 4];

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The factors by which an image of this size can be enlarged, or the only one that is left; empty if there is none. */
export function upscaleFactors(image: Size): number[] {
  const { sidePixels, upscaleScale } = LIMITS;
  const fits = (factor: number) => {
    const { width, height } = enlargedSize(image, factor);
    return Math.max(width, height) <= sidePixels.max;
  };
  const fitting = FACTORS.filter(fits);
  if (fitting.length > 0) return fitting;
  const largest = Math.floor((100 * sidePixels.max) / Math.max(image.width, image.height)) / 100;
  return largest >= upscaleScale.min ? [largest] : [];
}

/** Twice the size, or as close to it as possible. */
export const defaultFactor = (factors: readonly number[]): number | undefined =>
  factors.findLast((factor) => factor <= 2) ?? factors[0];
