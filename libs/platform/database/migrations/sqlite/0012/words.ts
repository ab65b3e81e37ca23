/** What people made of the lists of the word filter, and whose turn it is to change them. */
export const WORDS: readonly string[] = [
  'create table `term` (`id` text not null primary key, `text` text not null, `category` text not null, `language` text not null, `action` text not null, `scopes` text not null, `proposal` text not null, `note` text not null, `by_id` text not null, `at` bigint not null, `is_removed` integer not null default false, `version` bigint not null)',
  'create index `term_since` on `term` (`version`)',
  'create table `term_turn` (`name` text not null primary key, `version` bigint not null)',
  "insert into `term_turn` (`name`, `version`) values ('lists', 0)",
];
