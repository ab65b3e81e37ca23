import { Migration } from '@mikro-orm/migrations';
import { carryOver } from '../comments/carry-over.js';
import type { Execute } from '../plain-names/rewriter.js';

const OPTIONS = 'default character set utf8mb4 collate utf8mb4_bin engine = InnoDB';
const TABLES = [
  'create table if not exists `comment` (`id` char(36) not null, `subject_kind` varchar(10) not null, `subject_id` char(36) not null, `parent_id` char(36) null, `author_id` char(36) not null, `client_id` char(36) not null, `text` text not null, `mentions` text null, `at` bigint not null, `edited_at` bigint null, `deleted_at` bigint null, `deleted_by` char(36) null, `hidden_at` bigint null, `replies` int not null default 0, primary key (`id`), unique `comment_once` (`author_id`, `client_id`), index `comment_of_subject` (`subject_kind`, `subject_id`, `parent_id`, `at`, `id`), index `comment_newest` (`subject_kind`, `subject_id`, `at`, `id`), index `comment_of_author` (`author_id`, `subject_kind`, `id`))',
  'create table if not exists `reaction` (`subject_kind` varchar(10) not null, `subject_id` char(36) not null, `user_id` char(36) not null, `emoji` varchar(32) not null, `at` bigint not null, primary key (`subject_kind`, `subject_id`, `user_id`, `emoji`), index `reaction_of_user` (`user_id`, `subject_kind`, `subject_id`, `emoji`))',
  'create table if not exists `reaction_count` (`subject_kind` varchar(10) not null, `subject_id` char(36) not null, `emoji` varchar(32) not null, `count` int not null, primary key (`subject_kind`, `subject_id`, `emoji`))',
];

/** One table of comments and one of reactions for all subjects. MySQL commits each change of a table: after a crash the rest is done. */
export class Comments extends Migration {
  override async up(): Promise<void> {
    const execute: Execute = (sql, params) => this.execute(sql, params);
    const exists = async (table: string, column = 'at') => {
      const found = await execute(
        `select column_name from information_schema.columns
          where table_schema = database() and table_name = ? and column_name = ?`,
        [table, column],
      );
      return found.length > 0;
    };
    if (await exists('comment', 'post_id')) await execute('alter table `comment` rename to `post_comment`');
    for (const table of TABLES) await execute(`${table} ${OPTIONS}`);
    await carryOver(execute, exists);
  }
}
