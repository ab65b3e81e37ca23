export { imageHeaders, sendImage } from './image-response.js';
export { ImagesModule } from './images.module.js';
export { rawBody } from './raw-body.js';
export type { Animation, EncodedImage, ImageTransform } from './image-task.js';
export { imagesBlobs, imagesEntities } from './thumbnail.entity.js';
export { ContentHash, ThumbnailSize } from './thumbnail-params.js';
export { Thumbnails } from './thumbnails.js';
export { type UploadPolicy, UntrustedImages } from './untrusted-images.js';
