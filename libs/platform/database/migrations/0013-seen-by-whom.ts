import type { Migration } from './migration.js';

/** What each user wants to see, and the minimum ratings of images. */
export const seenByWhom: Migration = {
  sqlite: [
    "alter table `account` add column `sight` text not null default 'blur'",
    "alter table `post` add column `at_least` text not null default 'everybody'",
    'alter table `post_upload` add column `level` text null',
    "alter table `hub_model` add column `at_least` text not null default 'everybody'",
    'alter table `hub_sample` add column `level` text null',
  ],
  mysql: [
    "alter table `account` add `sight` varchar(4) not null default 'blur' after `theme`",
    "alter table `post` add `at_least` varchar(10) not null default 'everybody' after `maturity`",
    'alter table `post_upload` add `level` varchar(10) null after `infotext`',
    "alter table `hub_model` add `at_least` varchar(10) not null default 'everybody' after `maturity`",
    'alter table `hub_sample` add `level` varchar(10) null after `is_chosen`',
  ],
};
