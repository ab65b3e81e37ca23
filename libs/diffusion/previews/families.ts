import type { VaeConfig } from '../model-folder/vae-config.js';
import type { LatentRgb } from './latent-rgb.js';

/** Stable Diffusion 1 and 2 share a latent space. Factors from ComfyUI's latent formats. */
const STABLE_DIFFUSION: LatentRgb = {
  factors: [
    [0.3512, 0.2297, 0.3227],
    [0.325, 0.4974, 0.235],
    [-0.2829, 0.1762, 0.2721],
    [-0.212, -0.2616, -0.7177],
  ],
  bias: [0, 0, 0],
};

/** SDXL. Same source. */
const STABLE_DIFFUSION_XL: LatentRgb = {
  factors: [
    [0.3651, 0.4232, 0.4341],
    [-0.2533, -0.0042, 0.1068],
    [0.1076, 0.1111, -0.0362],
    [-0.3165, -0.2492, -0.2188],
  ],
  bias: [0.1084, -0.0175, -0.0011],
};

/** Published factors of a latent space, identified by its scaling factor. */
export function familyLatentRgb({ latentChannels, scalingFactor, shiftFactor }: VaeConfig): LatentRgb | undefined {
  if (latentChannels !== 4 || shiftFactor !== 0) return undefined;
  if (Math.abs(scalingFactor - 0.18215) < 1e-4) return STABLE_DIFFUSION;
  if (Math.abs(scalingFactor - 0.13025) < 1e-4) return STABLE_DIFFUSION_XL;
  return undefined;
}

/** Shows the first channel as gray, for unknown latent spaces. */
export function grayLatentRgb(channels: number): LatentRgb {
  const share = (channel: number): [number, number, number] => (channel === 0 ? [0.5, 0.5, 0.5] : [0, 0, 0]);
  return { factors: Array.from({ length: channels }, (_, channel) => share(channel)), bias: [0, 0, 0] };
}
