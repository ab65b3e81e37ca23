export { contentOf } from './picture-content.js';
export { answerPicture } from './picture-answer.js';
export { PicturesModule } from './pictures.module.js';
export { rawBody } from './raw-body.js';
export { type Brought, type BroughtLevel, type Sides, StrangePictures } from './strange-pictures.js';
