export { toBooleanQuery, toFts5Query, sortLongestFirst } from './full-text-query.js';
export { afterKeyset } from './keyset.js';
export { type Invalidation, CacheInvalidationHook, type CacheInvalidator } from './cache-invalidation.js';
export { Database } from './database.js';
export { DatabaseModule } from './database.module.js';
export { RoomTurns } from './room-turns.js';
export { schemaDriftSql } from './schema-drift.js';
export { isUnavailable, isUniqueViolation } from './database-errors.js';
export { countPendingMigrations, migrate } from './migrate.js';
export { MigrationLockError } from './migration-lock.js';
export { createOrm } from './orm.js';
export { rowNumberOf, SLOTS, slotOfId, firstRowNumberOf } from './time-ordered-row-numbers.js';
// Slices merge their tables into `Tables`, which only `export *` lets through.
export type * from './tables.js';
