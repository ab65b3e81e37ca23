import { RenderError } from '@visionary/diffusion';
import { findDefect, type RawImage } from '@visionary/image-check';
import type { ReplacedImage } from '../../../../libs/generation/domain/renderer-protocol.js';
import { TakeError } from '../take-failure.js';

/** Far from the seeds of the other images of a take, and always the same, so that a take rendered again is the same. */
const OTHER_SEED = 0x9e3779b1;

interface Tried<T> {
  readonly drawn: T;
  readonly seed: number;
  readonly again?: ReplacedImage;
}

/**
 * Draws an image, and where it is broken once more with another seed.
 * @param isLookedAt asked when an image stands: whether what it looks like may be taken for a fault
 * @throws RenderError, or TakeError RENDER_CORRUPT, where the second one is broken, too
 */
export async function renderWithRetry<
  T extends { readonly rgb: Uint8Array; readonly width: number; readonly height: number },
>(seed: number, draw: (seed: number) => Promise<T>, isLookedAt: () => boolean): Promise<Tried<T>> {
  const attempt = async (with_: number): Promise<T> => {
    const drawn = await draw(with_);
    const fault = isLookedAt() ? findDefect(rawOf(drawn)) : null;
    if (fault) throw new TakeError('RENDER_CORRUPT', fault.kind);
    return drawn;
  };
  try {
    return { drawn: await attempt(seed), seed };
  } catch (error) {
    const why = defectOf(error);
    if (why === undefined) throw error;
    const other = (seed + OTHER_SEED) % 2 ** 32;
    return { drawn: await attempt(other), seed: other, again: { seed, why } };
  }
}

const rawOf = ({ rgb, width, height }: { rgb: Uint8Array; width: number; height: number }): RawImage => ({
  ...{ data: rgb, width, height },
});

/** Undefined for what another seed would not mend. */
function defectOf(error: unknown): string | undefined {
  if (error instanceof TakeError && error.code === 'RENDER_CORRUPT') return error.message;
  if (error instanceof RenderError && error.code !== 'RENDER_OUT_OF_RANGE') return OF_RENDERING[error.code];
  return undefined;
}

const OF_RENDERING = {
  RENDER_NAN: 'nan',
  RENDER_UNIFORM: 'flat',
  RENDER_BLACK: 'black',
  RENDER_SATURATED: 'saturated',
};
