import type { Migration } from './migration.js';

/** Copies the ratings of published images into their takes. A take has four images at most. */
const SAID_RATINGS = [0, 1, 2, 3].map(
  (place) =>
    `update take set pictures = json_set(pictures, '$[${place}].said', (select post.maturity from post where post.take_id = take.id and post.picture_index = ${place})) where id in (select take_id from post where take_id is not null and picture_index = ${place} and maturity <> 'everybody') and json_extract(pictures, '$[${place}]') is not null`,
);

/** Fingerprints of decided content, and how often it came back. */
export const whatComesAgain: Migration = {
  sqlite: [
    'create table `safety_content` (`digest` text not null, `cause` text not null, `kind` text not null, `verdict` text not null, `maturity` text null, `print` text null, `case_id` text null, `seq` bigint not null, `at` bigint not null, primary key (`digest`, `cause`))',
    'create index `safety_content_cause` on `safety_content` (`cause`)',
    'create index `safety_content_seq` on `safety_content` (`seq`)',
    'create table `safety_content_turn` (`id` integer not null primary key, `seq` bigint not null)',
    'insert into `safety_content_turn` (`id`, `seq`) values (1, 0)',
    'create table `safety_content_place` (`subject_key` text not null primary key, `subject_kind` text not null, `subject_id` text not null, `picture` integer null, `digest` text not null)',
    'create index `safety_content_place_digest` on `safety_content_place` (`digest`)',
    'create table `safety_content_reach` (`subject_key` text not null, `cause` text not null, `subject_kind` text not null, `subject_id` text not null, `picture` integer null, `digest` text not null, `print` text null, `case_id` text null, `before` text null, `decided` text null, primary key (`subject_key`, `cause`))',
    'create index `safety_content_reach_cause` on `safety_content_reach` (`cause`)',
    'create table `safety_return` (`id` text not null primary key, `case_id` text not null, `cause` text not null, `digest` text not null, `subject_kind` text null, `subject_id` text null, `picture` integer null, `at` bigint not null)',
    'create index `safety_return_of_case` on `safety_return` (`case_id`)',
    'create index `safety_return_of_cause` on `safety_return` (`cause`)',
    "update post set at_least = 'adult' where maturity = 'adult' and at_least = 'everybody' and exists (select 1 from take where take.id = post.take_id and json_extract(take.pictures, '$[' || post.picture_index || '].level') = 'adult')",
    ...SAID_RATINGS,
  ],
  mysql: [
    'create table `safety_content` (`digest` char(64) not null, `cause` char(36) not null, `kind` varchar(10) not null, `verdict` varchar(10) not null, `maturity` varchar(10) null, `print` char(64) null, `case_id` char(36) null, `seq` bigint not null, `at` bigint not null, primary key (`digest`, `cause`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
    'alter table `safety_content` add index `safety_content_cause` (`cause`)',
    'alter table `safety_content` add index `safety_content_seq` (`seq`)',
    'create table `safety_content_turn` (`id` int unsigned not null, `seq` bigint not null, primary key (`id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
    'insert into `safety_content_turn` (`id`, `seq`) values (1, 0)',
    'create table `safety_content_place` (`subject_key` varchar(60) not null, `subject_kind` varchar(10) not null, `subject_id` char(36) not null, `picture` smallint null, `digest` char(64) not null, primary key (`subject_key`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
    'alter table `safety_content_place` add index `safety_content_place_digest` (`digest`)',
    'create table `safety_content_reach` (`subject_key` varchar(60) not null, `cause` char(36) not null, `subject_kind` varchar(10) not null, `subject_id` char(36) not null, `picture` smallint null, `digest` char(64) not null, `print` char(64) null, `case_id` char(36) null, `before` varchar(10) null, `decided` varchar(10) null, primary key (`subject_key`, `cause`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
    'alter table `safety_content_reach` add index `safety_content_reach_cause` (`cause`)',
    'create table `safety_return` (`id` char(36) not null, `case_id` char(36) not null, `cause` char(36) not null, `digest` char(64) not null, `subject_kind` varchar(10) null, `subject_id` char(36) null, `picture` smallint null, `at` bigint not null, primary key (`id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
    'alter table `safety_return` add index `safety_return_of_case` (`case_id`)',
    'alter table `safety_return` add index `safety_return_of_cause` (`cause`)',
    "update post set at_least = 'adult' where maturity = 'adult' and at_least = 'everybody' and exists (select 1 from take where take.id = post.take_id and json_unquote(json_extract(take.pictures, concat('$[', post.picture_index, '].level'))) = 'adult')",
    ...SAID_RATINGS,
  ],
};
