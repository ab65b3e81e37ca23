import { Migration } from '@mikro-orm/migrations';
import type { Execute } from '../plain-names/rewriter.js';
import { carryOverHidden } from '../visibility/carry-over-hidden.js';

const CHANGES = {
  message: '',
  post: ', add index `post_hidden` (`hidden_at`)',
  hub_model: '',
  hub_version: '',
  hub_review: ', drop index `hub_review_once`, add index `hub_review_of_model` (`model_id`, `user_id`)',
};

/** Hidden subjects stay in their tables. MySQL commits each change of a table: after a crash the rest is done. */
export class Visibility extends Migration {
  override async up(): Promise<void> {
    const execute: Execute = (sql, params) => this.execute(sql, params);
    const exists = async (table: string, column: string) => {
      const found = await execute(
        `select column_name from information_schema.columns
          where table_schema = database() and table_name = ? and column_name = ?`,
        [table, column],
      );
      return found.length > 0;
    };
    for (const [table, indexes] of Object.entries(CHANGES)) {
      if (await exists(table, 'hidden_at')) continue;
      await execute(`alter table \`${table}\` add \`hidden_at\` bigint null${indexes}`);
    }
    if (!(await exists('safety_hidden_subject', 'data'))) return;
    await carryOverHidden(execute, 'insert ignore');
    await execute('drop table `safety_hidden_subject`');
  }
}
