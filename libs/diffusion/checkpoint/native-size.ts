import type { CheckpointFamily, Prediction } from './families.js';
import type { NetworkTensors } from './tensors.js';

/** How many pixels a latent cell has on each side in all families. */
export const PIXELS_PER_CELL = 8;

/** Channels of the first convolution. All published models have 320 or more: a narrower one is made for tests. */
const MIN_CHANNELS = 128;
const TINY_SIZE = 128;

/**
 * Side of the images that models of a family were trained with, in pixels. Stable Diffusion 2.1 was trained further at
 * 768, to predict velocity.
 */
export function usualSize(
  family: CheckpointFamily,
  prediction: Prediction['prediction'] | undefined,
  unet: NetworkTensors,
): number {
  if ((unet.find('conv_in.weight')?.shape[0] ?? 0) < MIN_CHANNELS) return TINY_SIZE;
  if (family === 'sdxl') return 1024;
  return family === 'sd2' && prediction === 'v_prediction' ? 768 : 512;
}
