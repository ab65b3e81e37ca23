export { ImageCheckerUnavailableError, ImageUnreadableError } from './client/errors.js';
export { ImageChecker } from './client/image-checker.js';
export type { ImageCheckerOptions, ImageCheckerState } from './client/image-checker.js';
export { findDefect } from './defects/find-defect.js';
export type { DefectKind } from './defects/defect.js';
export type { RawImage, CheckPurpose } from './image.js';
export type { Level, ClassThresholds, Thresholds, ImageVerdict } from './verdict.js';
