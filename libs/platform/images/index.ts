export { imageHeaders, sendImage } from './image-response.js';
export { ImagesModule } from './images.module.js';
export { rawBody } from './raw-body.js';
export type { Animation, EncodedImage, ImageTransform } from './image-task.js';
export { type UploadPolicy, UntrustedImages } from './untrusted-images.js';
