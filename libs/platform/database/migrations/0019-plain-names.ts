import type { Execute, Migration } from './migration.js';
import { EVERYONE_BY_DEFAULT, RENAMES, type TableRename } from './plain-names/renames.js';
import { rewriteData } from './plain-names/rewrite-data.js';

/** SQLite renames no index: it is made again from its own statement. */
async function renameIndex(execute: Execute, index: string, name: string): Promise<void> {
  const [found] = await execute(`select sql from sqlite_master where type = 'index' and name = ?`, [index]);
  if (!found) throw new Error(`there is no index ${index}`);
  await execute(`drop index \`${index}\``);
  await execute(String(found['sql']).replace(`\`${index}\``, `\`${name}\``));
}

const renamesOf = (before: string, { table = before, columns = {}, indexes, mysqlIndexes }: TableRename): string[] => [
  ...Object.entries(columns).map(([column, name]) => `rename column \`${column}\` to \`${name}\``),
  ...Object.entries({ ...indexes, ...mysqlIndexes }).map(([index, name]) => `rename index \`${index}\` to \`${name}\``),
  ...(table === before ? [] : [`rename to \`${table}\``]),
];

/** The server makes them again when it starts. Not every account may drop a trigger that is not there. */
async function dropAuditTriggers(execute: Execute): Promise<void> {
  const triggers = await execute(
    `select trigger_name as name from information_schema.triggers
      where trigger_schema = database() and event_object_table = 'safety_audit'`,
  );
  for (const { name } of triggers) await execute(`drop trigger \`${String(name)}\``);
}

/**
 * Renames tables, columns, indexes, and what rows hold. SQLite rolls all of it back together. MySQL commits with the first
 * change of a table, so the rows change before any table does, and each table changes in one statement: after a crash the
 * rest is done.
 */
export const plainNames: Migration = {
  async sqlite(execute) {
    // The server makes them again when it starts.
    for (const doing of ['update', 'delete']) await execute(`drop trigger if exists safety_audit_no_${doing}`);
    await rewriteData(execute);
    for (const [before, { table = before, columns = {}, indexes = {} }] of Object.entries(RENAMES)) {
      for (const [column, name] of Object.entries(columns)) {
        await execute(`alter table \`${before}\` rename column \`${column}\` to \`${name}\``);
      }
      if (table !== before) await execute(`alter table \`${before}\` rename to \`${table}\``);
      for (const [index, name] of Object.entries(indexes)) await renameIndex(execute, index, name);
    }
    for (const [table, column] of Object.entries(EVERYONE_BY_DEFAULT)) {
      await execute(`alter table \`${table}\` rename column \`${column}\` to \`${column}_before\``);
      await execute(`alter table \`${table}\` add column \`${column}\` text not null default 'everyone'`);
      await execute(`update \`${table}\` set \`${column}\` = \`${column}_before\``);
      await execute(`alter table \`${table}\` drop column \`${column}_before\``);
    }
  },
  async mysql(execute) {
    const columns = await execute(
      `select table_name as name, column_name as field from information_schema.columns where table_schema = database()`,
    );
    const present = new Set(columns.flatMap(({ name, field }) => [String(name), `${String(name)}.${String(field)}`]));
    const isBefore = ([table, { columns: renamed = {} }]: [string, TableRename]): boolean =>
      present.has([table, ...Object.keys(renamed).slice(0, 1)].join('.'));
    const all = Object.entries(RENAMES);
    if (all.every(isBefore)) {
      await dropAuditTriggers(execute);
      await rewriteData(execute);
    }
    for (const [table, rename] of all.filter(isBefore)) {
      await execute(`alter table \`${table}\` ${renamesOf(table, rename).join(', ')}`);
    }
    for (const [table, column] of Object.entries(EVERYONE_BY_DEFAULT)) {
      await execute(`alter table \`${table}\` alter column \`${column}\` set default 'everyone'`);
    }
  },
};
