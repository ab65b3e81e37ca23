export { call, pathOf } from './call.js';
export { uploadForPost, uploadPicture } from './upload-picture.js';
