import { Migration } from '@mikro-orm/migrations';

const STATEMENTS = [
  'create table `post_words` (`number` bigint not null, `head` mediumtext not null, `body` mediumtext not null, primary key (`number`), fulltext index `post_words_head` (`head`)) default character set ascii collate ascii_bin engine = InnoDB',
  'alter table `post_words` add fulltext index `post_words_found` (`head`, `body`)',
];

export class WordsOfPosts extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
