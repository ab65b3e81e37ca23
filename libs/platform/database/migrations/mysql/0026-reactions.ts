import { Migration } from '@mikro-orm/migrations';
import type { Execute } from '../plain-names/rewriter.js';
import { carryOverReactions } from '../reactions/carry-over.js';

/** One table of reactions for all subjects. MySQL commits each change of a table: after a crash the rest is done. */
export class Reactions extends Migration {
  override async up(): Promise<void> {
    const execute: Execute = (sql, params) => this.execute(sql, params);
    const tables =
      'select table_name from information_schema.tables where table_schema = database() and table_name = ?';
    await carryOverReactions(execute, async (table) => (await execute(tables, [table])).length > 0);
  }
}
