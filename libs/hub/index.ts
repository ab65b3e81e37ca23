export { type Called, type Credit, Credits, type Made, type MadeKind } from './domain/credits.js';
export { DependantCounts } from './domain/dependants.js';
export { HubModelChanged, HubModelRemoved, VersionPublished, VersionWithdrawn } from './domain/events.js';
export { Trials, type ToTry, type TrialResult } from './domain/trials.js';
export { type HubModel, type Version, type VersionFile, Versions } from './domain/version.js';
export { HubModule } from './hub.module.js';
export { hubEntities } from './storage/entities.js';
export { SqlCredits } from './storage/sql-credits.js';
export { Makers } from './usecases/makers.js';
