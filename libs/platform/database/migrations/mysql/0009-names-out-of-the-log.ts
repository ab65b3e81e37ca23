export { NamesOutOfTheLog } from '../names-out-of-the-log.js';
