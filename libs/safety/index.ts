export { SafetyModule } from './safety.module.js';
export { safetyEntities } from './storage/entities.js';
