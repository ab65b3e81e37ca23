export { JamModule } from './jam.module.js';
export { jamEntities } from './storage/entities.js';
