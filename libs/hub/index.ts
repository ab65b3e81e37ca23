export { type Called, type Credit, Credits, type Made, type MadeKind } from './domain/credits.js';
export { HubModule } from './hub.module.js';
export { hubEntities } from './storage/entities.js';
export { SqlCredits } from './storage/sql-credits.js';
export { Makers } from './usecases/makers.js';
