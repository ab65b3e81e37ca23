import { Migration } from '@mikro-orm/migrations';
import { EVERYONE_BY_DEFAULT, RENAMES, type TableRename } from '../plain-names/renames.js';
import { rewriteData } from '../plain-names/rewrite-data.js';
import type { Execute } from '../plain-names/rewriter.js';

const renamesOf = (before: string, { table = before, columns = {}, indexes, mysqlIndexes }: TableRename): string[] => [
  ...Object.entries(columns).map(([column, name]) => `rename column \`${column}\` to \`${name}\``),
  ...Object.entries({ ...indexes, ...mysqlIndexes }).map(([index, name]) => `rename index \`${index}\` to \`${name}\``),
  ...(table === before ? [] : [`rename to \`${table}\``]),
];

/**
 * Renames tables, columns, indexes, and what rows hold. MySQL commits with the first change of a table, so the rows change
 * before any table does, and each table changes in one statement: after a crash the rest is done.
 */
export class PlainNames extends Migration {
  override async up(): Promise<void> {
    const execute: Execute = (sql, params) => this.execute(sql, params);
    const columns = await execute(
      `select table_name as name, column_name as field from information_schema.columns where table_schema = database()`,
    );
    const present = new Set(columns.flatMap(({ name, field }) => [String(name), `${String(name)}.${String(field)}`]));
    const isBefore = ([table, { columns: renamed = {} }]: [string, TableRename]): boolean =>
      present.has([table, ...Object.keys(renamed).slice(0, 1)].join('.'));
    const all = Object.entries(RENAMES);
    if (all.every(isBefore)) {
      await this.dropAuditTriggers(execute);
      await rewriteData(execute);
    }
    for (const [table, rename] of all.filter(isBefore)) {
      await execute(`alter table \`${table}\` ${renamesOf(table, rename).join(', ')}`);
    }
    for (const [table, column] of Object.entries(EVERYONE_BY_DEFAULT)) {
      await execute(`alter table \`${table}\` alter column \`${column}\` set default 'everyone'`);
    }
  }

  /** The server makes them again when it starts. Not every account may drop a trigger that is not there. */
  private async dropAuditTriggers(execute: Execute): Promise<void> {
    const triggers = await execute(
      `select trigger_name as name from information_schema.triggers
        where trigger_schema = database() and event_object_table = 'safety_audit'`,
    );
    for (const { name } of triggers) await execute(`drop trigger \`${String(name)}\``);
  }
}
