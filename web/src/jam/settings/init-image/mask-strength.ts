import type { InitImage } from '@visionary/contract';

/** Strong enough to change the image, weak enough to keep it recognizable. */
export const DEFAULT_STRENGTH = 0.6;
/** Below it, what the mask covers keeps the colors of the image, and small models paint noise instead of the prompt. */
const MASK_STRENGTH = 1;

/** The first mask raises the default strength. A strength that the user chose stays. */
export function withMask(init: InitImage, mask: NonNullable<InitImage['mask']>): InitImage {
  const isRaised = !init.mask && init.strength === DEFAULT_STRENGTH;
  return { ...init, ...(isRaised && { strength: MASK_STRENGTH }), mask };
}

export function withoutMask({ mask, ...init }: InitImage): InitImage {
  const isLowered = mask !== undefined && init.strength === MASK_STRENGTH;
  return isLowered ? { ...init, strength: DEFAULT_STRENGTH } : init;
}
