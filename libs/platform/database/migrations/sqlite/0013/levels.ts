/** What each person wants to see, and for whom pictures are at least. */
export const LEVELS: readonly string[] = [
  "alter table `account` add column `sight` text not null default 'blur'",
  "alter table `post` add column `at_least` text not null default 'everybody'",
  'alter table `post_upload` add column `level` text null',
  "alter table `hub_model` add column `at_least` text not null default 'everybody'",
  'alter table `hub_sample` add column `level` text null',
];
