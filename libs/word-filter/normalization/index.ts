export { styledLetter } from './confusables.js';
export { toSimplified } from './simplified-chinese.js';
