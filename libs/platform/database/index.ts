export { Database } from './database.js';
export { DatabaseModule } from './database.module.js';
export { missingSql } from './drift.js';
export { isUniqueViolation } from './failures.js';
export { migrate } from './migrate.js';
export { createOrm } from './orm.js';
