import type { Migration } from './migration.js';

/** `controlnet` is the longest kind. SQLite does not limit lengths. */
export const kindsOfAdditions: Migration = {
  sqlite: [],
  mysql: ['alter table `hub_model` modify `kind` varchar(10) not null'],
};
