import type { Migration } from './migration.js';

export const steeringAndPool: Migration = {
  sqlite: [
    'create table `model_trouble` (`model` text not null primary key, `fingerprint` text not null, `losses` integer not null, `why` text not null, `last_at` bigint not null, `quarantined_at` bigint null)',
    'create table `room_upload` (`id` text not null primary key, `room_id` text not null, `author_id` text not null, `sha256` text not null, `width` integer not null, `height` integer not null, `uploaded_at` bigint not null)',
    'create index `room_upload_of_room` on `room_upload` (`room_id`)',
    'create table `take_steer` (`id` text not null primary key, `take_id` text not null, `by_id` text not null, `client_id` text not null, `prompt` text not null, `negative` text not null, `asked_at` bigint not null)',
    'create index `take_steer_of_take` on `take_steer` (`take_id`)',
    'create unique index `take_steer_once` on `take_steer` (`by_id`, `client_id`)',
    "alter table `account` add column `role` text not null default 'member'",
    'alter table `take` add column `stop_by` text null',
    'alter table `take` add column `steers` longtext null',
    'alter table `take` add column `stopped` text null',
  ],
  mysql: [
    'create table `model_trouble` (`model` varchar(100) not null, `fingerprint` varchar(64) not null, `losses` int not null, `why` text not null, `last_at` bigint not null, `quarantined_at` bigint null, primary key (`model`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
    'create table `room_upload` (`id` char(36) not null, `room_id` char(36) not null, `author_id` char(36) not null, `sha256` varchar(64) not null, `width` int not null, `height` int not null, `uploaded_at` bigint not null, primary key (`id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
    'alter table `room_upload` add index `room_upload_of_room` (`room_id`)',
    'create table `take_steer` (`id` char(36) not null, `take_id` char(36) not null, `by_id` char(36) not null, `client_id` char(36) not null, `prompt` text not null, `negative` text not null, `asked_at` bigint not null, primary key (`id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
    'alter table `take_steer` add index `take_steer_of_take` (`take_id`)',
    'alter table `take_steer` add unique `take_steer_once` (`by_id`, `client_id`)',
    "alter table `account` add `role` varchar(10) not null default 'member'",
    'alter table `take` add `stop_by` char(36) null, add `steers` longtext null, add `stopped` text null',
  ],
};
