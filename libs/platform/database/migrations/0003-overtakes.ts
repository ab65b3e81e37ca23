import type { Migration } from './migration.js';

export const overtakes: Migration = {
  sqlite: ['alter table `take` add column `overtaken` integer not null default 0'],
  mysql: ['alter table `take` add `overtaken` int not null default 0'],
};
