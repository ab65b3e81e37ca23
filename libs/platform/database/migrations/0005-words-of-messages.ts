import type { Migration } from './migration.js';

export const wordsOfMessages: Migration = {
  sqlite: [
    'alter table `message` add column `mentions` text null',
    'alter table `message` add column `number` bigint null',
    'create unique index `message_number` on `message` (`number`)',
    'create index `message_unread` on `message` (`room_id`, `seq`, `author_id`, `deleted_at`)',
    'create index `message_replies` on `message` (`reply_to_id`)',
    // Words come as tokens of letters and digits; the shortest beginnings that are searched for are `xw` with two letters and one character of Chinese.
    "create virtual table `message_words` using fts5(`words`, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '4 5')",
  ],
  mysql: [
    'alter table `message` add `mentions` text null, add `number` bigint null',
    'alter table `message` add unique `message_number` (`number`)',
    'alter table `message` add index `message_unread` (`room_id`, `seq`, `author_id`, `deleted_at`)',
    'alter table `message` add index `message_replies` (`reply_to_id`)',
    'create table `message_words` (`number` bigint not null, `room_id` char(36) not null, `author_id` char(36) not null, `words` mediumtext not null, primary key (`number`), index `message_words_room` (`room_id`), index `message_words_author` (`author_id`), fulltext index `message_words_found` (`words`)) default character set ascii collate ascii_bin engine = InnoDB',
  ],
};
