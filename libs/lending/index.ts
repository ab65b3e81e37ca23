export { LendingModule } from './lending.module.js';
export { accepts, type OfferedTake } from './domain/accepts.js';
export { type LentRenderer, LentRendererChanged } from './domain/lent-renderer.js';
export { lendingEntities } from './storage/entities.js';
export { LentRenderers } from './use-cases/lent-renderers.js';
export { LentRendererUpdates } from './api/lent-renderer-updates.js';
