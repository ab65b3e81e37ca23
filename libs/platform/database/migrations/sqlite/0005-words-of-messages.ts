import { Migration } from '@mikro-orm/migrations';

const STATEMENTS = [
  'alter table `message` add column `mentions` text null',
  'alter table `message` add column `number` bigint null',
  'create unique index `message_number` on `message` (`number`)',
  'create index `message_unread` on `message` (`room_id`, `seq`, `author_id`, `deleted_at`)',
  'create index `message_replies` on `message` (`reply_to_id`)',
  // Words come as tokens of letters and digits; the shortest beginnings that are searched for are `xw` with two letters and one character of Chinese.
  "create virtual table `message_words` using fts5(`words`, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '4 5')",
];

export class WordsOfMessages extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
