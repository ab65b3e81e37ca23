import { Migration } from '@mikro-orm/migrations';
import type { Execute } from '../plain-names/rewriter.js';
import { carryOverHidden } from '../visibility/carry-over-hidden.js';

const COLUMNS = [
  'alter table `message` add column `hidden_at` bigint null',
  'alter table `post` add column `hidden_at` bigint null',
  'create index `post_hidden` on `post` (`hidden_at`)',
  'alter table `hub_model` add column `hidden_at` bigint null',
  'alter table `hub_version` add column `hidden_at` bigint null',
  'alter table `hub_review` add column `hidden_at` bigint null',
  'drop index `hub_review_once`',
  'create index `hub_review_of_model` on `hub_review` (`model_id`, `user_id`)',
];

/** Hidden subjects stay in their tables. SQLite rolls all of it back together. */
export class Visibility extends Migration {
  override async up(): Promise<void> {
    const execute: Execute = (sql, params) => this.execute(sql, params);
    for (const statement of COLUMNS) await execute(statement);
    await carryOverHidden(execute, 'insert or ignore');
    await execute('drop table `safety_hidden_subject`');
  }
}
