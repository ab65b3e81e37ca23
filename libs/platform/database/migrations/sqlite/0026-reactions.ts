import { Migration } from '@mikro-orm/migrations';
import type { Execute } from '../plain-names/rewriter.js';
import { carryOverReactions } from '../reactions/carry-over.js';

/** One table of reactions for all subjects. SQLite rolls all of it back together. */
export class Reactions extends Migration {
  override async up(): Promise<void> {
    const execute: Execute = (sql, params) => this.execute(sql, params);
    await carryOverReactions(execute, async () => true);
  }
}
