/** What decisions were about, by content, and how often it came back. */
export const CONTENTS: readonly string[] = [
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
];
