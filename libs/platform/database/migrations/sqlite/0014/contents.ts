/** What decisions were about, by content, and how often it came back. */
export const CONTENTS: readonly string[] = [
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
];
