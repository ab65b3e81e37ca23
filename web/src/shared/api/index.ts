export { Rejection } from './rejection.js';
export { call, fetchFile, pathOf, type CallOptions } from './call.js';
export { uploadPostImage, uploadRoomImage, uploadSample } from './upload-image.js';
export { ROUTES } from './routes.js';
