import type { Thresholds } from '../verdict.js';

/**
 * For nsfwjs MobileNetV2. `drawing` and `neutral` are never too much. It gives up to 0.83 for porn to drawings that are none
 * (docs/measures/images.md), so that limits begin above that.
 */
export const PACKAGED_THRESHOLDS: Thresholds = {
  porn: { adult: 0.85, held: 0.93, forbidden: 0.97 },
  hentai: { adult: 0.85, held: 0.93, forbidden: 0.97 },
  sexy: { adult: 0.85 },
};
