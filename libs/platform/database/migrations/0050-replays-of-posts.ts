import type { Migration } from './migration.js';

export const replaysOfPosts: Migration = {
  sqlite: [
    'alter table `post` add column `replay_enabled` integer not null default false',
    'alter table `post` add column `replay` text null',
    'alter table `post` add column `replay_sha256` text null',
    'alter table `post` add column `clip_sha256` text null',
    'alter table `post` add column `replay_bytes` integer null',
    'create index `post_of_replay` on `post` (`replay_sha256`)',
    'create index `post_of_clip` on `post` (`clip_sha256`)',
  ],
  mysql: [
    'alter table `post` add `replay_enabled` tinyint(1) not null default false, add `replay` text null, add `replay_sha256` char(64) null, add `clip_sha256` char(64) null, add `replay_bytes` int null',
    'alter table `post` add index `post_of_replay` (`replay_sha256`)',
    'alter table `post` add index `post_of_clip` (`clip_sha256`)',
  ],
};
