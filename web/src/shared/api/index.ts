export { call, pathOf } from './call.js';
export { uploadForPost, uploadPicture, uploadSample } from './upload-picture.js';
