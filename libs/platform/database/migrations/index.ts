import type { MigrationObject } from '@mikro-orm/core';
import type { Dialect } from '../dialect.js';
import { FirstLight as SqliteFirstLight0001 } from './sqlite/0001-first-light.js';
import { FirstLight as MysqlFirstLight0001 } from './mysql/0001-first-light.js';

/** In order; a migration that was released is never edited. Written by `npm run migration -- NAME`. */
export const migrations: Record<Dialect, MigrationObject[]> = {
  sqlite: [{ name: '0001-first-light', class: SqliteFirstLight0001 }],
  mysql: [{ name: '0001-first-light', class: MysqlFirstLight0001 }],
};
