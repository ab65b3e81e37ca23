import { columnExists, type Migration } from './migration.js';

/** Adds what ends a take besides its model: lost machines, admins, and its time. Each step can run again after a crash. */
export const endsOfTakes: Migration = {
  sqlite: [
    'alter table `model_failure` add column `timeouts` integer not null default 0',
    'alter table `take` add column `node_losses` integer not null default 0',
    'alter table `take` add column `admin_reason` text null',
  ],
  async mysql(execute) {
    if (!(await columnExists(execute, 'model_failure', 'timeouts'))) {
      await execute('alter table `model_failure` add `timeouts` int not null default 0');
    }
    if (await columnExists(execute, 'take', 'node_losses')) return;
    await execute('alter table `take` add `node_losses` int not null default 0, add `admin_reason` text null');
  },
};
