import type { Thresholds } from '../verdict.js';

/**
 * For nsfwjs MobileNetV2. It scores harmless drawings up to 0.83 for `porn` (docs/measures/images.md), so thresholds start above that.
 */
export const PACKAGED_THRESHOLDS: Thresholds = {
  porn: { adult: 0.85, held: 0.93, forbidden: 0.97 },
  hentai: { adult: 0.85, held: 0.93, forbidden: 0.97 },
  sexy: { adult: 0.85 },
};
