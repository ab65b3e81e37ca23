import { Migration } from '@mikro-orm/migrations';
import { carryOver } from '../comments/carry-over.js';
import type { Execute } from '../plain-names/rewriter.js';

const TABLES = [
  'alter table `comment` rename to `post_comment`',
  'drop index `comment_once`',
  'drop index `comment_of_author`',
  'create table `comment` (`id` text not null primary key, `subject_kind` text not null, `subject_id` text not null, `parent_id` text null, `author_id` text not null, `client_id` text not null, `text` text not null, `mentions` text null, `at` bigint not null, `edited_at` bigint null, `deleted_at` bigint null, `deleted_by` text null, `hidden_at` bigint null, `replies` integer not null default 0)',
  'create unique index `comment_once` on `comment` (`author_id`, `client_id`)',
  'create index `comment_of_subject` on `comment` (`subject_kind`, `subject_id`, `parent_id`, `at`, `id`)',
  'create index `comment_newest` on `comment` (`subject_kind`, `subject_id`, `at`, `id`)',
  'create index `comment_of_author` on `comment` (`author_id`, `subject_kind`, `id`)',
  'create table `reaction` (`subject_kind` text not null, `subject_id` text not null, `user_id` text not null, `emoji` text not null, `at` bigint not null, primary key (`subject_kind`, `subject_id`, `user_id`, `emoji`))',
  'create index `reaction_of_user` on `reaction` (`user_id`, `subject_kind`, `subject_id`, `emoji`)',
  'create table `reaction_count` (`subject_kind` text not null, `subject_id` text not null, `emoji` text not null, `count` integer not null, primary key (`subject_kind`, `subject_id`, `emoji`))',
];

/** One table of comments and one of reactions for all subjects. SQLite rolls all of it back together. */
export class Comments extends Migration {
  override async up(): Promise<void> {
    const execute: Execute = (sql, params) => this.execute(sql, params);
    for (const statement of TABLES) await execute(statement);
    await carryOver(execute, async () => true);
  }
}
