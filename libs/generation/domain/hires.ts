import { finalSize, isBuiltInUpscaler, LIMITS, type Settings } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { maxPixelsOf, type Model } from './model.js';

/** Works on latents, so that it needs no VAE encoder. */
export const worksOnLatents = (name: string): boolean => isBuiltInUpscaler(name) && name.startsWith('latent');

/**
 * @throws Rejection GENERATION_HIRES_WITH_INIT_IMAGE, GENERATION_HIRES_UNSUPPORTED, GENERATION_HIRES_TOO_LARGE
 */
export const requireHires = (model: Model, settings: Settings): void => {
  const { hires, init } = settings;
  if (!hires) return;
  if (init) throw new Rejection('GENERATION_HIRES_WITH_INIT_IMAGE');
  if (!model.supportsImg2img && !worksOnLatents(hires.upscaler)) {
    throw new Rejection('GENERATION_HIRES_UNSUPPORTED', { model: model.title });
  }
  const { width, height } = finalSize(settings);
  const [maxPixels, maxSide] = [maxPixelsOf(model), LIMITS.sidePixels.max];
  if (width * height <= maxPixels && Math.max(width, height) <= maxSide) return;
  throw new Rejection('GENERATION_HIRES_TOO_LARGE', { width, height, maxPixels, maxSide });
};
