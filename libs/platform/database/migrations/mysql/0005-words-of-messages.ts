import { Migration } from '@mikro-orm/migrations';

const STATEMENTS = [
  'alter table `message` add `mentions` text null, add `number` bigint null',
  'alter table `message` add unique `message_number` (`number`)',
  'alter table `message` add index `message_unread` (`room_id`, `seq`, `author_id`, `deleted_at`)',
  'alter table `message` add index `message_replies` (`reply_to_id`)',
  'create table `message_words` (`number` bigint not null, `room_id` char(36) not null, `author_id` char(36) not null, `words` mediumtext not null, primary key (`number`), index `message_words_room` (`room_id`), index `message_words_author` (`author_id`), fulltext index `message_words_found` (`words`)) default character set ascii collate ascii_bin engine = InnoDB',
];

export class WordsOfMessages extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
