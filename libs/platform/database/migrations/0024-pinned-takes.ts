import type { Migration } from './migration.js';

export const pinnedTakes: Migration = {
  sqlite: [
    'create table `pinned_take` (`take_id` text not null primary key, `room_id` text not null, `seq` integer not null)',
    'create index `pinned_take_room` on `pinned_take` (`room_id`)',
  ],
  mysql: [
    'create table `pinned_take` (`take_id` char(36) not null, `room_id` char(36) not null, `seq` int not null, primary key (`take_id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
    'alter table `pinned_take` add index `pinned_take_room` (`room_id`)',
  ],
};
