import type { Migration } from './migration.js';

/** What the headers of a draft's files told before their upload. */
export const recognizedFiles: Migration = {
  sqlite: ['alter table `hub_draft` add column `recognized_files` longtext null'],
  mysql: ['alter table `hub_draft` add `recognized_files` longtext null'],
};
