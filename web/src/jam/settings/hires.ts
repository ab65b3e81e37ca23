import { finalSize, LIMITS, type Hires, type ModelView, type Settings } from '@visionary/contract';

/** As in the server: attention memory grows with the square of the area. */
const MAX_AREA_FACTOR = 4;

const maxPixelsOf = (model: ModelView | undefined): number => {
  const native = model?.sizes[0];
  return native ? MAX_AREA_FACTOR * native.width * native.height : Infinity;
};

/** Why a take with this second pass would be rejected. */
export function hiresProblem(settings: Settings, model: ModelView | undefined): 'init' | 'encoder' | 'tooLarge' | null {
  const { hires, init } = settings;
  if (!hires) return null;
  if (init) return 'init';
  if (model && !model.supportsImg2img && !hires.upscaler.startsWith('latent')) return 'encoder';
  const { width, height } = finalSize(settings);
  const fits = width * height <= maxPixelsOf(model) && Math.max(width, height) <= LIMITS.sidePixels.max;
  return fits ? null : 'tooLarge';
}

/** Twice the size where the model can render it, and half as many steps. */
export function defaultHires({ width, height, steps }: Settings, model: ModelView | undefined): Hires {
  const largest = Math.sqrt(maxPixelsOf(model) / (width * height));
  const scale = Math.max(1, Math.floor(Math.min(2, largest) * 20) / 20);
  const hiresSteps = Math.min(LIMITS.hiresSteps.max, Math.ceil(steps / 2));
  return { upscaler: 'latent', scale, steps: hiresSteps, strength: 0.7 };
}
