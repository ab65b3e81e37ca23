/** House style: what is added to prompts, and what was added to those of takes. */
export const STYLES: readonly string[] = [
  'create table `prompt_style` (`scope` varchar(10) not null, `subject_id` varchar(100) not null, `prefix` text not null, `suffix` text not null, `is_on` tinyint(1) not null, `by_id` char(36) not null, `at` bigint not null, primary key (`scope`, `subject_id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  'alter table `take` add `added` text null',
];
