import type { Migration } from './migration.js';

export const seenHints: Migration = {
  sqlite: ['alter table `account` add column `has_seen_hints` integer not null default true'],
  mysql: ['alter table `account` add `has_seen_hints` tinyint(1) not null default true'],
};
