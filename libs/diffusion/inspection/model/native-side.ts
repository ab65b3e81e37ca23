import type { ModelFolder } from '../../model-folder/model-folder.js';

const MAX_SIDE = 4096;

/** Native side length in pixels, if the UNet config has it. */
export function nativeSide({ nativeCells = 0, vae }: ModelFolder): number | undefined {
  const side = nativeCells * vae.spatialFactor;
  return side > 0 && side <= MAX_SIDE ? side : undefined;
}
