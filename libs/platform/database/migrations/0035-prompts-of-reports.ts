import type { Migration } from './migration.js';

/** A prompt of many authors exceeds 64 kB. */
export const promptsOfReports: Migration = {
  sqlite: [],
  mysql: ['alter table `safety_report` modify `detail` longtext null'],
};
