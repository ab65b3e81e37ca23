/** What each person wants to see, and for whom pictures are at least. */
export const LEVELS: readonly string[] = [
  "alter table `account` add `sight` varchar(4) not null default 'blur' after `theme`",
  "alter table `post` add `at_least` varchar(10) not null default 'everybody' after `maturity`",
  'alter table `post_upload` add `level` varchar(10) null after `infotext`',
  "alter table `hub_model` add `at_least` varchar(10) not null default 'everybody' after `maturity`",
  'alter table `hub_sample` add `level` varchar(10) null after `is_chosen`',
];
