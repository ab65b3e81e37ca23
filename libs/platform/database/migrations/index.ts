import type { MigrationObject } from '@mikro-orm/core';
import type { Dialect } from '../orm.js';

/** In order; a migration that was released is never edited. Written by `npm run migration -- NAME`. */
export const migrations: Record<Dialect, MigrationObject[]> = { sqlite: [], mysql: [] };
