import type { Migration } from './migration.js';

export const paceChanges: Migration = {
  sqlite: [
    'create table `pace_change` (`room_id` text not null, `seq` integer not null, `seconds` integer not null, `by_id` text not null, `at` bigint not null, primary key (`room_id`, `seq`))',
  ],
  mysql: [
    'create table `pace_change` (`room_id` char(36) not null, `seq` int unsigned not null, `seconds` int not null, `by_id` char(36) not null, `at` bigint not null, primary key (`room_id`, `seq`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  ],
};
