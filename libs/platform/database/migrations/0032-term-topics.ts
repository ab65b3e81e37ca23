import type { Migration } from './migration.js';

/** Adds which lists that watch prompts are off. */
export const termTopics: Migration = {
  sqlite: [
    'create table if not exists `blocked_term_topic` (`topic` text not null primary key, `is_on` integer not null, `actor_id` text not null, `at` bigint not null, `version` bigint not null)',
  ],
  mysql: [
    'create table if not exists `blocked_term_topic` (`topic` varchar(20) not null, `is_on` tinyint(1) not null, `actor_id` char(36) not null, `at` bigint not null, `version` bigint not null, primary key (`topic`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  ],
};
