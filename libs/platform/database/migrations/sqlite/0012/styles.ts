/** House style: what is added to prompts, and what was added to those of takes. */
export const STYLES: readonly string[] = [
  'create table `prompt_style` (`scope` text not null, `subject_id` text not null, `prefix` text not null, `suffix` text not null, `is_on` integer not null, `by_id` text not null, `at` bigint not null, primary key (`scope`, `subject_id`))',
  'alter table `take` add column `added` text null',
];
