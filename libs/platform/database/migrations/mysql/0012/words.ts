/** What people made of the lists of the word filter, and whose turn it is to change them. */
export const WORDS: readonly string[] = [
  'create table `term` (`id` char(36) not null, `text` varchar(100) not null, `category` varchar(20) not null, `language` varchar(5) not null, `action` varchar(10) not null, `scopes` varchar(40) not null, `proposal` varchar(100) not null, `note` varchar(200) not null, `by_id` char(36) not null, `at` bigint not null, `is_removed` tinyint(1) not null default false, `version` bigint not null, primary key (`id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  'alter table `term` add index `term_since` (`version`)',
  'create table `term_turn` (`name` varchar(10) not null, `version` bigint not null, primary key (`name`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  "insert into `term_turn` (`name`, `version`) values ('lists', 0)",
];
