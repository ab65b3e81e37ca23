import { RenderError } from '@visionary/diffusion';
import { findDefect, type RawImage } from '@visionary/image-check';
import type { ReplacedImage } from '../../../../libs/generation/domain/renderer-protocol.js';
import { TakeError } from '../take-failure.js';

/** Far from the seeds of the other images of a take, and constant, so that a reproduction is the same. */
const SEED_OFFSET = 0x9e3779b1;

interface RenderedImageResult<T> {
  readonly rendered: T;
  readonly seed: number;
  readonly replaced?: ReplacedImage;
}

/**
 * Renders an image, and once more with another seed if it is corrupt.
 * @param isChecked called with each image: whether its look may count as a defect
 * @throws RenderError, or TakeError RENDER_CORRUPT, if the second image is corrupt too
 */
export async function renderWithRetry<
  T extends { readonly rgb: Uint8Array; readonly width: number; readonly height: number },
>(seed: number, draw: (seed: number) => Promise<T>, isChecked: () => boolean): Promise<RenderedImageResult<T>> {
  const attempt = async (currentSeed: number): Promise<T> => {
    const rendered = await draw(currentSeed);
    const defect = isChecked() ? findDefect(rawOf(rendered)) : null;
    if (defect) throw new TakeError('RENDER_CORRUPT', defect.kind);
    return rendered;
  };
  try {
    return { rendered: await attempt(seed), seed };
  } catch (error) {
    const defect = defectOf(error);
    if (defect === undefined) throw error;
    const retrySeed = (seed + SEED_OFFSET) % 2 ** 32;
    return { rendered: await attempt(retrySeed), seed: retrySeed, replaced: { seed, why: defect } };
  }
}

const rawOf = ({ rgb, width, height }: { rgb: Uint8Array; width: number; height: number }): RawImage => ({
  data: rgb,
  width,
  height,
});

/** Undefined for errors that another seed cannot fix. */
function defectOf(error: unknown): string | undefined {
  if (error instanceof TakeError && error.code === 'RENDER_CORRUPT') return error.message;
  if (error instanceof RenderError && error.code !== 'RENDER_OUT_OF_RANGE') return DEFECT_OF_ERROR[error.code];
  return undefined;
}

const DEFECT_OF_ERROR = {
  RENDER_NAN: 'nan',
  RENDER_UNIFORM: 'flat',
  RENDER_BLACK: 'black',
  RENDER_SATURATED: 'saturated',
};
