export { fingerprintImage } from './image-fingerprint.js';
export { sendImage } from './image-response.js';
export { ImagesModule } from './images.module.js';
export { rawBody } from './raw-body.js';
export { type UploadPolicy, type Dimensions, UntrustedImages } from './untrusted-images.js';
