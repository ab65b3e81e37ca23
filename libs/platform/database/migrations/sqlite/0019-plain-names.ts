import { Migration } from '@mikro-orm/migrations';
import { EVERYONE_BY_DEFAULT, RENAMES } from '../plain-names/renames.js';
import { rewriteData } from '../plain-names/rewrite-data.js';
import type { Execute } from '../plain-names/rewriter.js';

/** Renames tables, columns, indexes, and what rows hold. SQLite rolls all of it back together. */
export class PlainNames extends Migration {
  override async up(): Promise<void> {
    const execute: Execute = (sql, params) => this.execute(sql, params);
    // The server makes them again when it starts.
    for (const doing of ['update', 'delete']) await execute(`drop trigger if exists safety_audit_no_${doing}`);
    await rewriteData(execute);
    for (const [before, { table = before, columns = {}, indexes = {} }] of Object.entries(RENAMES)) {
      for (const [column, name] of Object.entries(columns)) {
        await execute(`alter table \`${before}\` rename column \`${column}\` to \`${name}\``);
      }
      if (table !== before) await execute(`alter table \`${before}\` rename to \`${table}\``);
      for (const [index, name] of Object.entries(indexes)) await this.renameIndex(execute, index, name);
    }
    for (const [table, column] of Object.entries(EVERYONE_BY_DEFAULT)) {
      await execute(`alter table \`${table}\` rename column \`${column}\` to \`${column}_before\``);
      await execute(`alter table \`${table}\` add column \`${column}\` text not null default 'everyone'`);
      await execute(`update \`${table}\` set \`${column}\` = \`${column}_before\``);
      await execute(`alter table \`${table}\` drop column \`${column}_before\``);
    }
  }

  /** SQLite renames no index: it is made again from its own statement. */
  private async renameIndex(execute: Execute, index: string, name: string): Promise<void> {
    const [found] = await execute(`select sql from sqlite_master where type = 'index' and name = ?`, [index]);
    if (!found) throw new Error(`there is no index ${index}`);
    await execute(`drop index \`${index}\``);
    await execute(String(found['sql']).replace(`\`${index}\``, `\`${name}\``));
  }
}
