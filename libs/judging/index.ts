export { JudgeAwayError, PictureUnreadableError } from './client/errors.js';
export { PictureJudge } from './client/picture-judge.js';
export type { JudgeOptions, JudgeState } from './client/picture-judge.js';
export { findFault } from './broken/find-fault.js';
export type { FaultKind } from './broken/fault.js';
export type { RawPicture, Purpose } from './picture.js';
export type { Level, Limits, Thresholds, Verdict } from './verdict.js';
