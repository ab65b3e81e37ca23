import type { Migration } from './migration.js';

export const hiddenNotifications: Migration = {
  sqlite: ['alter table `notification` add column `hidden_at` bigint null'],
  mysql: ['alter table `notification` add `hidden_at` bigint null'],
};
