export { ChatModule } from './chat.module.js';
export { chatEntities } from './storage/entities.js';
