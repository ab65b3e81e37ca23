import type { Migration } from './migration.js';

export const whatCameOfPictures: Migration = {
  sqlite: [
    'create table `picture_preview` (`sha256` text not null, `side` integer not null, `preview` text not null, primary key (`sha256`, `side`))',
    'create index `picture_preview_kept` on `picture_preview` (`preview`)',
    'create table `post_view` (`day` integer not null, `post_id` text not null, `person_id` text not null, primary key (`day`, `post_id`, `person_id`))',
    'create index `post_of_content` on `post` (`sha256`)',
    'alter table `take` add column `origin_id` text null',
    'create index `take_from` on `take` (`origin_id`)',
  ],
  mysql: [
    'create table `picture_preview` (`sha256` char(64) not null, `side` int unsigned not null, `preview` char(64) not null, primary key (`sha256`, `side`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
    'alter table `picture_preview` add index `picture_preview_kept` (`preview`)',
    'create table `post_view` (`day` int unsigned not null, `post_id` char(36) not null, `person_id` char(36) not null, primary key (`day`, `post_id`, `person_id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
    'alter table `post` add index `post_of_content` (`sha256`)',
    'alter table `take` add `origin_id` char(36) null',
    'alter table `take` add index `take_from` (`origin_id`)',
  ],
};
