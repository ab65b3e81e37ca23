import type { Migration } from './migration.js';

const STATEMENTS = [
  'alter table `jam_snapshot` add `authorship` longtext null',
  'alter table `jam_update` add `authorship` longtext null',
];

export const promptAuthorship: Migration = { sqlite: STATEMENTS, mysql: STATEMENTS };
