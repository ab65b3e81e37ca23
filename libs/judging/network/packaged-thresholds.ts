import type { Thresholds } from '../verdict.js';

/** For nsfwjs MobileNetV2. `drawing` and `neutral` are never too much. */
export const PACKAGED_THRESHOLDS: Thresholds = {
  porn: { adult: 0.5, held: 0.8, forbidden: 0.9 },
  hentai: { adult: 0.5, held: 0.8, forbidden: 0.9 },
  sexy: { adult: 0.7 },
};
