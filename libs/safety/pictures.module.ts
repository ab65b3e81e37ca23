import { UploadGate } from './wire/pictures/upload-gate.js';

/** What pictures may be shown: the judge of uploads. */
export const pictures = { controllers: [], providers: [UploadGate], exports: [] };
