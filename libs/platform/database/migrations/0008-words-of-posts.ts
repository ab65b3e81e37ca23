import type { Migration } from './migration.js';

export const wordsOfPosts: Migration = {
  sqlite: [
    // As message_words; a head of title, tags and author, by which what fits best comes first.
    "create virtual table `post_words` using fts5(`head`, `body`, `facets`, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '4 5')",
  ],
  mysql: [
    'create table `post_words` (`number` bigint not null, `head` mediumtext not null, `body` mediumtext not null, primary key (`number`), fulltext index `post_words_head` (`head`)) default character set ascii collate ascii_bin engine = InnoDB',
    'alter table `post_words` add fulltext index `post_words_found` (`head`, `body`)',
  ],
};
