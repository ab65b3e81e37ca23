import { UploadImageCheck } from './api/images/upload-image-check.js';

/** What images may be shown: the judge of uploads. */
export const images = { controllers: [], providers: [UploadImageCheck], exports: [] };
