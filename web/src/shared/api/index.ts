export { call, pathOf } from './call.js';
export { uploadPostImage, uploadRoomImage, uploadSample } from './upload-image.js';
