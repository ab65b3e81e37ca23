import type { Migration } from './migration.js';

export const hubRevision: Migration = {
  sqlite: [
    'create table `hub_revision` (`name` text not null primary key, `revision` bigint not null)',
    "insert into `hub_revision` (`name`, `revision`) values ('offers', 0)",
  ],
  mysql: [
    'create table `hub_revision` (`name` varchar(10) not null, `revision` bigint not null, primary key (`name`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
    "insert into `hub_revision` (`name`, `revision`) values ('offers', 0)",
  ],
};
