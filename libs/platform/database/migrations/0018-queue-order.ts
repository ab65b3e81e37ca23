import type { Migration } from './migration.js';

export const queueOrder: Migration = {
  sqlite: ['alter table `take` add `model` text null', 'alter table `take` add `memory_key` text null'],
  mysql: ['alter table `take` add `model` varchar(100) null', 'alter table `take` add `memory_key` text null'],
};
