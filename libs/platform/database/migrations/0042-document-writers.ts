import type { Migration } from './migration.js';

export const documentWriters: Migration = {
  sqlite: ['alter table `jam_snapshot` drop column `writers`', 'alter table `jam_update` drop column `writers`'],
  mysql: ['alter table `jam_snapshot` drop column `writers`', 'alter table `jam_update` drop column `writers`'],
};
